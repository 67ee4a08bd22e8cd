#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
mkdir -p stage
docker create --name plover acme/plover:build
docker cp plover:/src/plover stage/plover
docker rm plover
mv stage image
docker build -t acme/plover:latest .
