#!/bin/sh
set -e
docker build --target builder -f Dockerfile -t acme/rail:build .
docker push acme/rail:build
docker build -t acme/rail .
