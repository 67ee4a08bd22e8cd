module example.org/whimbrel
