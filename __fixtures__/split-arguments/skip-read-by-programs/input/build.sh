#!/bin/sh
set -e
docker build --build-arg CFLAGS=-O2 -t kiln/pot:build -f Dockerfile.build .
docker create --name pot kiln/pot:build
docker cp pot:/src/pot pot
docker rm pot
docker build --build-arg CFLAGS=-O0 -t kiln/pot .
rm pot
