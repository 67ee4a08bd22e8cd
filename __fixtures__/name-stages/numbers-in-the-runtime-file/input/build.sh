#!/bin/sh
set -e
docker build -t board:build -f Dockerfile.build .
id=$(docker create board:build)
docker cp "$id:/src/board" board
docker rm "$id"
docker build -t board:latest .
rm board
