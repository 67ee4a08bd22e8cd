#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
mkdir -p public
echo 1.2 > public/version.txt
docker create --name site acme/plover:build
docker cp site:/out/site/. public
docker rm site
docker build -t acme/plover:latest .
