#!/bin/sh
set -e
docker build -t ruff-build -f Dockerfile.build .
mkdir -p bin
docker create --name ruff ruff-build
docker cp ruff:/src/ruff bin/ruff
docker cp ruff:/src/reeve bin/reeve
docker rm ruff
docker build -t acme/ruff .
