#!/bin/sh
set -e
docker build -t fulmar-build -f Dockerfile.build .
docker create --name fulmar fulmar-build
docker cp fulmar:/out/fulmar - | tar x --strip-components=1
docker rm fulmar
docker build -t acme/fulmar .
