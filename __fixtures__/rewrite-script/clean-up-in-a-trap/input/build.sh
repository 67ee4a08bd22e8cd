#!/usr/bin/env bash
set -euo pipefail

cleanup() {
  docker rm -f teal-extract >/dev/null 2>&1 || true
  rm -f teal
}
trap cleanup EXIT

docker build -t pond/teal:build -f Dockerfile.build .
docker create --name teal-extract pond/teal:build
docker cp teal-extract:/go/src/teal/teal teal

docker build -t pond/teal .
