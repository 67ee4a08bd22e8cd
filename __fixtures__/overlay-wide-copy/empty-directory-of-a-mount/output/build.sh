#!/bin/sh
set -e
mkdir -p mounted
docker build -t acme/relay:latest .
