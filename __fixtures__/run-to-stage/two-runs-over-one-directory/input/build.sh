#!/bin/sh
set -e
docker run --rm -v "$PWD":/web -w /web node:16 npm ci
docker run --rm -v "$PWD":/web -w /web node:16 npm run build
docker build -t tulip:latest .
