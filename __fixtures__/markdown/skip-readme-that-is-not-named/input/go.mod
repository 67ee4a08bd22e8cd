module example.org/phalarope
