#!/bin/sh
set -e
./tools/announce.py dist
docker build -t acme/tern .
