#!/bin/sh
set -e
docker build -t kiln/pot .
