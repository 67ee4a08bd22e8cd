#!/bin/sh
set -e
docker build -t acme/gadwall -f Dockerfile.run .
