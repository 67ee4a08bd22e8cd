#!/bin/sh
set -e
docker build -t cliff/auk:build -f Dockerfile.build .
docker create --name auk cliff/auk:build sleep 60
docker cp auk:/go/src/auk/auk .
docker start auk
docker exec auk go test ./...
docker rm -f auk
docker build -t cliff/auk .
