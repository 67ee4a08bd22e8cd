#!/bin/sh
set -e
mkdir -p build
docker build -t acme/gadwall-build -f Dockerfile.build .
docker run --rm -v $(pwd)/build:/host/build acme/gadwall-build
docker image rm acme/gadwall-build
docker build -t acme/gadwall -f Dockerfile.run .
