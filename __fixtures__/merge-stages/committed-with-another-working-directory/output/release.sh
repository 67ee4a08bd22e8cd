#!/bin/sh
set -e
docker build -t acme/teal:latest .
docker build -t acme/teal:shared -f Dockerfile.teal .
