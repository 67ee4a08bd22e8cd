#!/bin/sh
set -e
MODE=${1:-even}
docker build --build-arg MODE="$MODE" -t kiln/pot:build -f Dockerfile.build .
docker create --name pot kiln/pot:build
docker cp pot:/src/pot pot
docker rm pot
docker build --build-arg MODE="$MODE" -t kiln/pot .
rm pot
