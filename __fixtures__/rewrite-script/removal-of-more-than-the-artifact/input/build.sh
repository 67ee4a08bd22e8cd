#!/bin/sh
set -e
sed s/@VERSION@/3/ notes.in > notes.txt
docker build -t pond/coot:build -f Dockerfile.build .
docker create --name coot pond/coot:build
docker cp coot:/go/src/coot/coot coot
docker rm -v coot
docker build -t pond/coot .
rm -f coot notes.txt
