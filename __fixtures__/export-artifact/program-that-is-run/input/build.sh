#!/bin/sh
set -e
docker build -t merganser-build -f Dockerfile.build .
docker create --name merganser merganser-build
docker cp merganser:/out/merganser ./merganser
docker rm merganser
./merganser --version
docker build -t acme/merganser .
