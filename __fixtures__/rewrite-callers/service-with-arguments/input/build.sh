#!/bin/sh
set -e
docker build -t plover-build --build-arg MODE=race -f Dockerfile.build .
docker create --name extract plover-build
docker cp extract:/src/plover plover
docker rm extract
docker build --build-arg MODE=tiny -t acme/plover .
