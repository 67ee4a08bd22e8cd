#!/bin/sh
set -e
docker build -t acme/smew-build -f Dockerfile.build .
docker run --rm -v "$PWD/out:/out" acme/smew-build
