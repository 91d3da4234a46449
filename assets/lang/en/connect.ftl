### connect
