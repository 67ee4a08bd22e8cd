#!/bin/sh
set -e
docker build --build-arg http_proxy=http://inside:3128 -t kiln/pot:build -f Dockerfile.build .
docker create --name pot kiln/pot:build
docker cp pot:/src/pot pot
docker rm pot
docker build --build-arg http_proxy=http://outside:3128 -t kiln/pot .
rm pot
