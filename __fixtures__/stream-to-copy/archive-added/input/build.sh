#!/bin/sh
docker build -t hello-build -f Dockerfile.build .
docker run hello-build > build.tar.gz
docker build -t hello -f Dockerfile.dist .
