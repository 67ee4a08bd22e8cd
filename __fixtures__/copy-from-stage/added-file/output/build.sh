#!/bin/sh
set -e
mkdir -p build/libs
docker build -t acme/orders:latest -f docker/Dockerfile .
