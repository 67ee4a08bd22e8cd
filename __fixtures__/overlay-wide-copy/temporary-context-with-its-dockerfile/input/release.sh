#!/bin/sh
set -e
BUILD=$(mktemp -d)
docker build -t acme/pochard-build -f Dockerfile.build .
docker create --name pochard acme/pochard-build
docker cp pochard:/src/rel/pochard "$BUILD"
docker rm pochard
cp Dockerfile "$BUILD/"
docker build -t acme/pochard "$BUILD"
rm -r "$BUILD"
