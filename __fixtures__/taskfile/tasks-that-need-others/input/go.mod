module example.org/turnstone
