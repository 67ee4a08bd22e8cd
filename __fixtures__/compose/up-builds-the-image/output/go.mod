module example.org/grebe
