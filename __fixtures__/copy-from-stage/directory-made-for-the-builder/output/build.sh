#!/bin/sh
set -e
rm -rf bin
mkdir bin
docker build -t acme/abacus:latest .
rm -r bin
