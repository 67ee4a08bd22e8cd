#!/bin/sh
docker build -t pack-build -f Dockerfile.build .
docker run --rm pack-build tar -czf - -C /src pack > pack.tgz
docker build -t pack .
