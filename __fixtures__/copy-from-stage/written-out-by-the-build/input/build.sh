#!/bin/sh
set -e
docker build -f Dockerfile.build --output type=local,dest=out .
docker build -t acme/garganey .
rm -r out
