module example.org/goldcrest
