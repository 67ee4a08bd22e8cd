#!/bin/sh
set -e
docker build --target builder -t crane:build .
docker create --name crane crane:build
docker build -t crane:latest .
docker cp crane:/src/cover.out .
docker rm crane
