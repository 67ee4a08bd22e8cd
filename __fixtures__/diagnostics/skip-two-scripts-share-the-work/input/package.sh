#!/bin/sh
set -e
docker build -t acme/smew -f Dockerfile.run .
