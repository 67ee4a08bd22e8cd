#!/bin/sh
set -e
docker build --target builder -t redstart-build .
docker create --name redstart redstart-build
mkdir -p unpacked
docker export -o all.tar redstart
tar -xf all.tar -C unpacked src/doc/manual
rm all.tar
docker rm redstart
cp unpacked/src/doc/manual manual
docker build -t acme/redstart .
