#!/bin/sh
echo Building acme/links:build
# the first image compiles
docker build --build-arg https_proxy=$https_proxy --build-arg http_proxy=$http_proxy \
    -t acme/links:build . -f Dockerfile.build
# take the program out of it
docker container create --name extract acme/links:build
docker container cp extract:/go/src/example.com/links/app ./app
# and throw the container away
docker container rm -f extract

echo Building acme/links:latest
# the second image runs
docker build --no-cache -t acme/links:latest .
rm ./app
