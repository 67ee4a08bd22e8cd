#!/bin/sh
set -e
docker build --build-arg BUILDER_MODE=fast --build-arg MODE=quiet -t kiln/pot .
