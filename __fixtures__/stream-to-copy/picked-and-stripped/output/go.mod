module example.org/razorbill
