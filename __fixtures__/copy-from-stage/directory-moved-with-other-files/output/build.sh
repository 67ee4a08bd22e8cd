#!/bin/sh
set -e
mkdir -p stage
echo 1.2 > stage/VERSION
mv stage image
docker build -t acme/relay:latest .
rm -rf image
