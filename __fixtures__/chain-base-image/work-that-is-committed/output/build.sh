#!/bin/sh
set -e
docker build -t acme/linnet -f Dockerfile.run .
