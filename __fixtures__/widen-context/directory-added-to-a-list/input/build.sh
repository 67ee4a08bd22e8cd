#!/bin/sh
set -e
docker build -t shoveler-build compiler
docker create --name shoveler shoveler-build
docker cp shoveler:/out/shoveler ./shoveler
docker rm shoveler
docker build -t acme/shoveler .
