#!/bin/bash
set -e
if [ "$REBUILD" = yes ]; then
  docker build -t cliff/puffin:build -f Dockerfile.build .
  docker create --name puffin cliff/puffin:build
  docker cp puffin:/go/src/puffin/puffin puffin
  docker rm puffin
fi
docker build -t cliff/puffin .
