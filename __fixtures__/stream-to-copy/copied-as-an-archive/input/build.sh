#!/bin/sh
set -e
docker build -t vetch:build -f Dockerfile.build .
id=$(docker create vetch:build)
docker cp $id:/src/vetch - | tar xf -
docker rm $id
docker build -t vetch:latest .
