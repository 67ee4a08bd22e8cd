module example.org/ortolan
