#!/bin/sh
set -e
MODE=${1:-even}
docker build --build-arg MODE="$MODE" -t kiln/pot .
