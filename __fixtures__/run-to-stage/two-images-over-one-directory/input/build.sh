#!/bin/sh
set -e
docker build -t acme/first -f Dockerfile.first .
docker build -t acme/second -f Dockerfile.second .
docker run --rm -v "$PWD/out:/out" acme/first sh -c "echo one > /out/one"
docker run --rm -v "$PWD/out:/out" acme/second sh -c "echo two > /out/two"
docker build -t acme/plover:latest .
