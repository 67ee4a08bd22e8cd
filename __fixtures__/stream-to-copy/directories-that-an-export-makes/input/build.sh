#!/bin/sh
set -e
docker build -t shoveler-build -f Dockerfile.build .
docker create --name shoveler shoveler-build
mkdir -p tree
docker export -o all.tar shoveler
tar -xf all.tar -C tree usr/lib/shoveler/shoveler
rm all.tar
docker rm shoveler
cp shoveler.conf tree/usr/lib/shoveler/shoveler.conf
docker build -t acme/shoveler .
