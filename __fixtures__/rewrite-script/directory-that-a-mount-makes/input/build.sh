#!/bin/sh
set -e
docker build -t acme/relay:build -f Dockerfile.build .
docker run --rm -v "$PWD/out:/target" acme/relay:build cp /src/relay /target
cp relay.conf out/
docker build -t acme/relay:latest -f Dockerfile out
