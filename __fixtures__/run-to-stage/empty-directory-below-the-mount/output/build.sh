#!/bin/sh
set -e
mkdir -p staging
docker build -t acme/godwit .
