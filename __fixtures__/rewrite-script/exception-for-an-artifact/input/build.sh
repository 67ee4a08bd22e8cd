#!/bin/sh
set -e
docker build -t stint-build -f Dockerfile.build .
docker create --name stint stint-build
docker cp stint:/out/stint ./stint
docker rm stint
docker build -t acme/stint .
