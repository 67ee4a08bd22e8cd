#!/bin/sh
set -e
docker build -t river/weir:build -f Dockerfile.build .
docker create --name weir river/weir:build
docker cp weir:/src/dist/. public/
docker rm weir
docker build -t river/weir .
zip -r public.zip public
