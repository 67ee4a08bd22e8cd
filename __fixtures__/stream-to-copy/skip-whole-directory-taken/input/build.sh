#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
docker run --rm acme/plover:build | docker build -t acme/plover:latest -
