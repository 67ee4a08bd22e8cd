#!/bin/sh
set -e
docker run --rm -v "$PWD:/src" -w /src node:14 sh -c "npm ci && npm run build"
docker build -t acme/site .
