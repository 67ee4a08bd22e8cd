module example.org/knot
