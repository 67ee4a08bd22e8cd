#!/bin/sh
set -e

docker build -t relay/agent:latest -f Dockerfile.agent .
docker build -t relay/hub:latest -f Dockerfile.hub .
