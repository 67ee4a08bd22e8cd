#!/bin/sh
set -ex
mkdir -p pkg
docker build -t board-assets -f Dockerfile.assets .
id=$(docker create board-assets)
docker cp $id:/src/dist pkg
docker rm $id
docker build -t acme/board:latest .
rm -r pkg
