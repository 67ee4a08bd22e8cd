#!/bin/sh
set -e
docker build -t acme/plover:latest .
docker build -t acme/dunlin:latest -f Dockerfile.small .
