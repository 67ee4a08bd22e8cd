#!/bin/sh
set -e
docker build --build-arg http_proxy=http://proxy.example.org:3128 --build-arg no_proxy=localhost -t kiln/pot:build -f Dockerfile.build .
docker create --name pot kiln/pot:build
docker cp pot:/src/pot pot
docker rm pot
docker build -t kiln/pot .
rm pot
