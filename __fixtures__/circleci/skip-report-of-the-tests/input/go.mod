module example.org/stint
