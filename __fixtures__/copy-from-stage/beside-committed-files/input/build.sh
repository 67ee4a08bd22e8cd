#!/bin/sh
set -e
docker build -t gate-build -f Dockerfile.build .
docker run --name gate-build gate-build true
docker cp gate-build:/bin/gate gate
docker rm gate-build
docker build -t acme/gate:latest .
rm gate
