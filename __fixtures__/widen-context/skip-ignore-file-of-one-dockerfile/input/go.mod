module example.org/pochard
