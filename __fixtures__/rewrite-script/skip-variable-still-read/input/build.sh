#!/bin/sh
set -e
docker build -t cliff/gannet:build -f Dockerfile.build .
id=$(docker create cliff/gannet:build)
docker cp "$id":/go/src/gannet/gannet .
docker rm "$id" > /dev/null
docker build -t cliff/gannet .
echo "taken from $id"
