#!/bin/sh
set -e
docker build -t quarry/base -f Dockerfile.base .
docker build -t quarry/build1 -f Dockerfile.one .
docker build -t quarry/build2 -f Dockerfile.two .
