#!/bin/sh
set -e
docker build --build-arg MODE=quiet -t kiln/pot .
