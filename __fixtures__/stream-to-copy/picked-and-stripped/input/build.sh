#!/bin/sh
set -e
docker build -t razorbill-build -f Dockerfile.build .
docker create --name razorbill razorbill-build
docker export razorbill | tar x --strip-components=3 out/dist/bin/razorbill
docker rm razorbill
docker build -t acme/razorbill .
