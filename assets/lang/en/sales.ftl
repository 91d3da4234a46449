### sales
