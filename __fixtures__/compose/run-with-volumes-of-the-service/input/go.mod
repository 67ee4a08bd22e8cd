module example.org/lapwing
