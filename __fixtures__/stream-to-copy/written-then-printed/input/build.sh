#!/bin/sh
set -e
docker build -t acme/plover:build -f Dockerfile.build .
docker run --rm acme/plover:build sh -c "echo plover 1.2 > /src/full && cat /src/full" > version.txt
docker build -t acme/plover:latest .
