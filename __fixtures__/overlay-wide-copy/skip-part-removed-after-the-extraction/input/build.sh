#!/bin/sh
set -e
docker build -t dunlin-build -f Dockerfile.build .
docker create --name dunlin dunlin-build
docker cp dunlin:/src/dist dist
rm dist/app.map
docker rm dunlin
docker build -t acme/dunlin .
