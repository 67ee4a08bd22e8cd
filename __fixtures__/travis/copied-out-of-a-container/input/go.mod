module example.org/heron
