module example.org/shoveler
