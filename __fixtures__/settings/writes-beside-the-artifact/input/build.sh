#!/bin/sh
set -e
docker build -t tern-build -f Dockerfile.build .
docker create --name tern-extract tern-build
mkdir -p dist
docker cp tern-extract:/src/dist/tern dist/tern
docker rm tern-extract
task stamp --quiet
docker build -t acme/tern .
