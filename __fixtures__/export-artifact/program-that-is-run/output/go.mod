module example.org/merganser
