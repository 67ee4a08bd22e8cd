#!/bin/sh
set -e
docker build -t cliff/tern:c -f Dockerfile.c .
docker create --name tern cliff/tern:c
docker cp tern:/tern tern
docker rm tern
docker build -t cliff/tern .
rm tern
