#!/bin/sh
set -e
[ -d build ] || mkdir build
docker build -t ibis-build --build-arg PACKAGE=example.com/ibis -f Dockerfile.build .
docker run --rm -v "$(pwd)/build:/host/build" ibis-build
docker build -t ibis:latest -f Dockerfile.run .
