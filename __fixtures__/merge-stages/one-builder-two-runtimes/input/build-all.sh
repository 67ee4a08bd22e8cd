#!/bin/sh
set -e

docker build -t relay-builder -f Dockerfile.build .
docker create --name relay-extract relay-builder
mkdir -p bin
docker cp relay-extract:/src/agent bin/agent
docker cp relay-extract:/src/hub bin/hub
docker rm relay-extract

docker build -t relay/agent:latest -f Dockerfile.agent .
docker build -t relay/hub:latest -f Dockerfile.hub .
