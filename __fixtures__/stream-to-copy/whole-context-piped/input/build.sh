#!/bin/sh
docker build -t spike-builder -f Dockerfile.build .
docker run --rm spike-builder | docker build -t spike -f Dockerfile.run -
