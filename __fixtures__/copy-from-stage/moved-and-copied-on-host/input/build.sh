#!/bin/bash
set -e
docker build -t mux-build -f Dockerfile.build .
docker create --name mux-build mux-build
docker cp mux-build:/src/mux mux.tmp
docker cp mux-build:/src/share .
docker rm mux-build

mkdir -p root/usr/bin
cp mux.tmp root/usr/bin/mux-debug
mv mux.tmp root/usr/bin/mux
mv share root/usr/

docker build -t acme/mux:latest .
rm -rf root
