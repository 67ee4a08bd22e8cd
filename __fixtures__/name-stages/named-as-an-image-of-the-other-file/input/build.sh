#!/bin/sh
set -e
docker build -t whinchat-build -f Dockerfile.build .
docker create --name whinchat whinchat-build
docker cp whinchat:/whinchat whinchat
docker rm whinchat
docker build -t acme/whinchat .
