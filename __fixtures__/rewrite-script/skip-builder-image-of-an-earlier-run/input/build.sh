#!/bin/bash
set -e
if [ -n "$REBUILD" ]; then
  docker build -t cliff/petrel:build -f Dockerfile.build .
fi
docker create --name petrel cliff/petrel:build
docker cp petrel:/go/src/petrel/petrel petrel
docker rm petrel
docker build -t cliff/petrel .
