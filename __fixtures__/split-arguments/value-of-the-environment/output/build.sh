#!/bin/sh
set -e
docker build --build-arg TUNE --build-arg UNSET -t kiln/pot .
