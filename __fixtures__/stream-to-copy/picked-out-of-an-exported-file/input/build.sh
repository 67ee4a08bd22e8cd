#!/bin/sh
set -e
mkdir -p dist
docker build -t relay-build -f Dockerfile.build .
docker create --name relay-extract relay-build
docker export -o all.tar relay-extract
tar -x -C dist out/relay -f all.tar
rm all.tar
docker rm relay-extract
docker build -t acme/relay:latest .
