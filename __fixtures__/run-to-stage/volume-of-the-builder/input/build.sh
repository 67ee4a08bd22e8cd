#!/bin/sh
set -e
docker build -t dunlin-build -f Dockerfile.build .
docker run --name compile dunlin-build
docker cp compile:/out/dunlin .
docker rm -v compile
docker build -t acme/dunlin .
