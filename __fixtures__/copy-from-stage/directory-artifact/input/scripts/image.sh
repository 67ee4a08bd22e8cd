#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")/.."

docker build -t handbook-builder -f builder.dockerfile .
docker rm -f handbook-extract || true
docker create --name handbook-extract handbook-builder
rm -rf site
docker cp handbook-extract:/app/build site
docker rm handbook-extract

docker build -t acme/handbook:latest .
rm -rf site
