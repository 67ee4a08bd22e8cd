module example.org/avocet
