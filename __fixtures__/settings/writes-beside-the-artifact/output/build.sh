#!/bin/sh
set -e
mkdir -p dist
task stamp --quiet
docker build -t acme/tern .
