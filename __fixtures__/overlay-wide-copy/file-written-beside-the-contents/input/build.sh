#!/bin/sh
set -e
docker build -t acme/relay:build -f Dockerfile.build .
mkdir -p stage
id=$(docker create acme/relay:build)
docker cp "$id:/out/." stage
docker rm "$id"
echo 1.2 > stage/VERSION
docker build -t acme/relay:latest .
