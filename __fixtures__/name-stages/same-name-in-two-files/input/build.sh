#!/bin/sh
set -e
docker build -t wheatear-build -f Dockerfile.build .
docker create --name wheatear wheatear-build
docker cp wheatear:/out/wheatear wheatear
docker rm wheatear
docker build -t acme/wheatear .
