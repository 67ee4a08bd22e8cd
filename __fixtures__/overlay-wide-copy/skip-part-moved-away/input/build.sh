#!/bin/sh
set -e
docker build -t knot-build -f Dockerfile.build .
docker create --name knot knot-build
docker cp knot:/src/dist dist
mv dist/app.map app.map
docker rm knot
docker build -t acme/knot .
