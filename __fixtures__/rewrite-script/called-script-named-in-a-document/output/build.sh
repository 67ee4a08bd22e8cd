#!/bin/sh
set -e

# The program first.
./scripts/compile.sh

docker build -t acme/heron .
docker push acme/heron
