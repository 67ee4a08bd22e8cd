#!/bin/sh
docker build -t teatime:build -f Dockerfile.build .
docker create --name teatime teatime:build
docker cp teatime:/src/tea .
docker rm teatime
docker build -t teatime:latest .
