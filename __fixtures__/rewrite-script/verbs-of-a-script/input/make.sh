#!/usr/bin/env bash
set -e

builder() {
  docker build -t avocet-build -f Dockerfile.build .
}

binary() {
  builder
  local id
  id=$(docker create avocet-build)
  docker cp "$id":/src/avocet avocet
  docker rm "$id" > /dev/null
}

image() {
  docker build -t "acme/avocet:${TAG:-latest}" .
}

clean() {
  rm -f avocet
  docker rmi -f avocet-build
}

case "${1:-all}" in
  binary) binary ;;
  image) image ;;
  clean) clean ;;
  all)
    binary
    image
    ;;
  *)
    echo "unknown: $1" >&2
    exit 2
    ;;
esac
