#!/bin/sh
set -e
case "$1" in
  binary)
    docker build -t avocet-build -f Dockerfile.build .
    docker create --name extract avocet-build
    docker cp extract:/src/avocet .
    docker rm extract
    ;;
  image)
    docker build -t acme/avocet .
    ;;
esac
