#!/bin/sh
set -e
docker build --build-arg BUILDER_MODE=fast -t kiln/pot .
