module example.org/redpoll
