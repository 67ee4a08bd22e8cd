module example.org/wheatear
