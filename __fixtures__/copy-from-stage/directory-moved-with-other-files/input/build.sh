#!/bin/sh
set -e
docker build -t acme/relay:build -f Dockerfile.build .
mkdir -p stage
echo 1.2 > stage/VERSION
id=$(docker create acme/relay:build)
docker cp "$id:/src/relay" stage/relay
docker rm "$id"
mv stage image
docker build -t acme/relay:latest .
rm -rf image
