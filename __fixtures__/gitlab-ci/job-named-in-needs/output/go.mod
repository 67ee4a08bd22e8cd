module example.org/siskin
