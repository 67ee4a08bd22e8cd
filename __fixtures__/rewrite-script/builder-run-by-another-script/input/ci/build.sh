#!/bin/sh
set -e
echo "compiling $SERVICE"
docker build -t ${SERVICE}_build:latest -f Dockerfile.build .
