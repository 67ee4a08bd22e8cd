#!/bin/sh
docker build -t marsh/sedge:build -f Dockerfile.build $SOURCES
docker create --name sedge marsh/sedge:build
docker cp sedge:/src/sedge .
docker rm sedge
docker build -t marsh/sedge .
