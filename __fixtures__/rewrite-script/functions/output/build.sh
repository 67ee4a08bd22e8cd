#!/bin/bash
set -eu

IMAGE=pond/crane

log() {
  echo "[$(date +%T)] $*"
}

# Compiles crane.
compile() {
  log "compiling"
}

package() {
  log "packaging"
  docker build -t "$IMAGE" .
}

compile
package
