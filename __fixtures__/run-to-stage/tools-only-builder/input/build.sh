#!/bin/bash
set -e
docker build -t moss-tools -f Dockerfile.tools .
docker run --rm -v "$(pwd)":/app -w /app moss-tools go build -o moss .
docker build -t moss:latest -f Dockerfile.release .
