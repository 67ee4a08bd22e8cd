module example.org/ruff
