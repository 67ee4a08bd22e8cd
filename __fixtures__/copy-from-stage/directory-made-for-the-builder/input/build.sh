#!/bin/sh
set -e
rm -rf bin
mkdir bin
docker build -t abacus-build -f Dockerfile.build .
docker create --name abacus-build abacus-build
docker cp abacus-build:/abacus/bin/abacus bin/
docker rm abacus-build
docker build -t acme/abacus:latest .
rm -r bin
