#!/bin/bash

docker build --no-cache -t wren-build -f Dockerfile.build .
docker run wren-build > binaries.tar.gz

docker build --no-cache -t wren -f Dockerfile.run .
