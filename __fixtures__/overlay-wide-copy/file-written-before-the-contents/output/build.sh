#!/bin/sh
set -e
mkdir -p public
echo 1.2 > public/version.txt
docker build -t acme/plover:latest .
