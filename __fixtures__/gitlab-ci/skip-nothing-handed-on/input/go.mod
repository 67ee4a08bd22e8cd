module example.org/brambling
