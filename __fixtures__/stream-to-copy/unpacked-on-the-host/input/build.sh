#!/bin/sh
set -e
docker build -t site-build -f Dockerfile.build .
mkdir -p out
docker run --rm site-build tar -c -C /site dist | tar -x -C out
docker build -t site:latest .
rm -rf out
