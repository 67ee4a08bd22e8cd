#!/bin/sh
docker build -t acme/relay:build -f Dockerfile.build .
mkdir -p out
id=$(docker create acme/relay:build)
docker cp "$id:/src/relay" out/relay
docker rm "$id"
cd out
ls -l
cd ..
docker build -t acme/relay:latest .
rm -rf out
