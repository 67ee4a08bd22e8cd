#!/bin/sh
set -e
docker build -t "$1" -f Dockerfile.build .
docker create --name knot "$1"
docker cp knot:/src/knot ./knot
docker rm knot
