#!/bin/sh
set -e
docker build -t radar-build -f Dockerfile.build .
docker create --name radar-build radar-build
docker cp radar-build:/radar .
docker cp radar-build:/radar.debug .
docker rm radar-build
docker build -t acme/radar:latest .
