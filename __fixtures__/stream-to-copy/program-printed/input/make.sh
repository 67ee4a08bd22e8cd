#!/bin/bash
set -e
docker build -t vole-build -f Dockerfile.build .
mkdir -p build
docker run --rm vole-build cat /go/bin/vole > build/vole
chmod +x build/vole
docker build -t vole:latest -f Dockerfile.run .
