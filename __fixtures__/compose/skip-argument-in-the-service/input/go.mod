module example.org/pipit
