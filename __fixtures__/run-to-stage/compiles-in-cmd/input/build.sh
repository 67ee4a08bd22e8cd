#!/bin/sh
set -e

docker build -f Dockerfile.build -t dune/build .
docker run --name=dune-builder dune/build
docker cp dune-builder:/app/dune .
docker rm dune-builder
docker build -f Dockerfile.run -t dune .
rm dune
