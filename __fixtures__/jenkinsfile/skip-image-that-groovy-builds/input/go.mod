module example.org/sanderling
