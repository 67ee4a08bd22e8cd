#!/bin/sh
docker build -t shrew-build -f Dockerfile.build .
docker run --rm shrew-build cat /out/shrew > shrew
docker build -t shrew:latest .
rm shrew
