#!/bin/sh
set -e
docker build -t pochard-build -f Dockerfile.build .
docker create --name pochard pochard-build
docker cp pochard:/out/pochard ./pochard
docker rm pochard
docker build -t acme/pochard .
