#!/bin/sh
docker build -t poll:compile -f Dockerfile.compile .
docker create --name poll poll:compile
docker cp poll:/app/out out
docker rm poll
docker build -t poll:latest .
rm -r out
