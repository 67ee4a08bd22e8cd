#!/bin/sh
set -e
docker build --build-arg MODE=fast -t kiln/pot:build -f Dockerfile.build .
docker create --name pot kiln/pot:build
docker cp pot:/src/pot pot
docker rm pot
docker build -t kiln/pot .
rm pot
