#!/bin/bash
set -e
docker build -t suite-build -f Dockerfile.build .
id=$(docker create suite-build)
mkdir -p dist/bin
docker cp "$id:/build/one" dist/bin/suite-one
docker cp "$id:/build/two" dist/bin/suite-two
docker cp "$id:/build/share" dist
docker rm "$id"
docker build -t acme/suite:latest .
rm -rf dist
