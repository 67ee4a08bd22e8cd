#!/bin/sh
# Compiles in a container.
set -eu
cd "$(dirname "$0")/.."

export NAME=heron-build
