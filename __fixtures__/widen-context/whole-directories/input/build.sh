#!/bin/sh
set -e
cd "$(dirname "$0")"
docker build -t yard/depot:build service
docker create --name depot yard/depot:build
docker cp depot:/depot image/depot
docker rm depot
docker build -t yard/depot image
rm image/depot
