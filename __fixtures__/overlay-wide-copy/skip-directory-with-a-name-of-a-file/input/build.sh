#!/bin/sh
set -e
docker build -t heron-build -f Dockerfile.build .
docker create --name heron-out heron-build
docker cp heron-out:/out/heron.bin .
docker rm heron-out
docker build -t acme/heron .
