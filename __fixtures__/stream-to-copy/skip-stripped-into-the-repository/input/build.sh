#!/bin/sh
docker build -t part-build -f Dockerfile.build .
docker run --rm part-build tar -c -C /src dist | tar -x --strip-components=1
docker build -t part .
