#!/bin/sh
set -e
docker build -t plover-build -f Dockerfile.build .
docker create --name extract plover-build
docker cp extract:/src/plover plover
docker rm extract
docker build -t acme/plover .
