module example.org/plover
