#!/bin/sh
set -e
docker build -t crane:build -f Dockerfile.build .
docker create --name crane crane:build
docker cp crane:/src/crane .
docker build -t crane:latest .
docker cp crane:/src/cover.out .
docker rm crane
