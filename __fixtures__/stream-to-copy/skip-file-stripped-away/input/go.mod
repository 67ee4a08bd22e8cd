module example.org/fulmar
