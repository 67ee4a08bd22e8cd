#!/bin/sh
docker build -t mod-build -f Dockerfile.build .
docker run --privileged -v "$PWD/out":/out mod-build make -C /src modules
docker build -t mod .
