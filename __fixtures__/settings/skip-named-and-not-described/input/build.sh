#!/bin/sh
set -e
docker build -t tern-build -f Dockerfile.build .
docker create --name tern-extract tern-build
docker cp tern-extract:/src/dist .
docker rm tern-extract
./tools/announce.py dist
docker build -t acme/tern .
