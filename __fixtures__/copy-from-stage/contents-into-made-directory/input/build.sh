#!/bin/sh
set -e
rm -rf out
mkdir -p out
docker build -t acme/fonts:subset -f Dockerfile.subset .
docker create --name subset acme/fonts:subset
docker cp subset:/work/dist/. out
docker rm subset
docker build -t acme/fonts:latest .
