module example.org/guillemot
