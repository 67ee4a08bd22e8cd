#!/bin/sh
echo Building acme/links:build

echo Building acme/links:latest
# the second image runs
docker build --build-arg https_proxy=$https_proxy --build-arg http_proxy=$http_proxy --no-cache -t acme/links:latest .
