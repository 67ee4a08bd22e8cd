#!/bin/sh
set -e
docker build -t notary-build -f Dockerfile.build .
docker create --name notary-build notary-build
docker cp notary-build:/home/dev/dist .
docker rm -f notary-build
docker build -t acme/notary:latest .
rm -rf dist
