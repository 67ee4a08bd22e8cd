module example.org/dotterel
