#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
mkdir -p bin
docker create --name plover acme/plover:build
docker cp plover:/src/plover bin/plover
docker rm plover
mv bin/plover plover
test -d bin
docker build -t acme/plover:latest .
