#!/bin/sh
set -e
docker build -t blog-build -f Dockerfile.build .
docker create --name blog-build blog-build
docker cp blog-build:/go/src/blog/blogd .
docker rm blog-build
docker build -t acme/blog:latest .
rm blogd
