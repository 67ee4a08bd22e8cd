#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
docker create --name plover acme/plover:build
docker cp plover:/src/plover plover
docker rm plover
docker build -t acme/plover:latest .
docker build -t acme/plover:small -f Dockerfile.small .
