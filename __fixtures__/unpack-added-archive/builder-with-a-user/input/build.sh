#!/bin/sh
set -e
docker build -t wiki-build -f Dockerfile.build .
docker create --name wiki-build wiki-build
docker cp wiki-build:/out/wiki.tar .
docker rm wiki-build
docker build -t acme/wiki:latest .
rm wiki.tar
