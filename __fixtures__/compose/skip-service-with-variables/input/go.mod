module example.org/godwit
