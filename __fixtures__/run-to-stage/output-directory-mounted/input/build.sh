#!/bin/sh
set -e
docker build -t page-builder -f Dockerfile.build .
docker run --rm -v "$PWD/public:/out" page-builder sh -c "npm run build && cp -r dist/. /out/"
docker build -t page:latest .
rm -rf public
