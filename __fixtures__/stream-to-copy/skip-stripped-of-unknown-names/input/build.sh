#!/bin/sh
set -e
docker build -t guillemot-build -f Dockerfile.build .
docker create --name guillemot guillemot-build
docker cp guillemot:/out/dist - | tar x --strip-components=2
docker rm guillemot
docker build -t acme/guillemot .
