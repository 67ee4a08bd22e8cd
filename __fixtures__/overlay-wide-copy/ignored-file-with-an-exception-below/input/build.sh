#!/bin/sh
set -e
docker build -t tern-build -f Dockerfile.build .
docker create --name tern-out tern-build
docker cp tern-out:/src/dist dist
docker cp tern-out:/src/ternctl ternctl
docker rm tern-out
docker build -t acme/tern .
