module example.org/twite
