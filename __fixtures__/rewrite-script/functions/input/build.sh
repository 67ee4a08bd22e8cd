#!/bin/bash
set -eu

IMAGE=pond/crane

log() {
  echo "[$(date +%T)] $*"
}

# Compiles crane.
compile() {
  log "compiling"
  docker build -t "$IMAGE:build" -f Dockerfile.build .
}

# Takes a file out of an image.
extract() {
  local image=$1 path=$2
  local container
  container=$(docker create "$image")
  docker cp "$container:$path" .
  docker rm "$container"
}

package() {
  log "packaging"
  docker build -t "$IMAGE" .
}

compile
extract "$IMAGE:build" /go/src/crane/crane
package
rm -f crane
