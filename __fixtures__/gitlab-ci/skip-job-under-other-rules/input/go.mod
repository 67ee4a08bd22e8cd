module example.org/bunting
