docker build -t tower/bell .
