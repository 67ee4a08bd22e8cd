#!/bin/sh
set -e
docker build -t acme/relay:build -f Dockerfile.build .
docker run --rm -v "$PWD/mounted:/target" acme/relay:build cp /src/relay /target/relay
mv mounted/relay relay
docker build -t acme/relay:latest .
