#!/bin/sh
set -e
docker build -t agent:dev -f Dockerfile.dev .
docker create --name agent-dev agent:dev
docker cp agent-dev:/opt/stage ./stage
docker rm agent-dev
docker build -t acme/agent:latest .
rm -rf ./stage
