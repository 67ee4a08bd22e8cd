#!/bin/sh
set -e
docker build -t puffin-build -f Dockerfile.build .
docker create --name puffin puffin-build
mkdir -p out
docker cp puffin:/out/dist - | tar x -C out --strip-components=1
docker rm puffin
docker build -t acme/puffin .
