module example.org/dunlin
