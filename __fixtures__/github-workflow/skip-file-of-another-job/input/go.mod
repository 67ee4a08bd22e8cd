module example.org/smew
