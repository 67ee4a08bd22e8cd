#!/bin/sh
set -e
docker build -t gulls-build -f Dockerfile.build .
docker run --rm -v "$PWD/public:/public" gulls-build cp -r /site /public/site
docker build -t acme/gulls .
