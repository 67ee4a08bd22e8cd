#!/bin/sh
set -e
docker build --build-arg BUILDER_MODE=race --build-arg MODE=tiny -t acme/plover .
