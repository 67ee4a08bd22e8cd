module example.org/puffin
