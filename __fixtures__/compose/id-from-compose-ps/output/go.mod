module example.org/dunnock
