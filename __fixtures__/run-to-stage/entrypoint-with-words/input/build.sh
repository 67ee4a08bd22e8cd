#!/bin/sh
set -e
docker build -t kelp:make -f Dockerfile.make .
docker run --name kelp kelp:make -o /build/kelp .
docker cp kelp:/build/kelp kelp-linux
docker rm kelp
docker build -t kelp:latest .
