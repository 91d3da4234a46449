### pay
