module example.org/gadwall
