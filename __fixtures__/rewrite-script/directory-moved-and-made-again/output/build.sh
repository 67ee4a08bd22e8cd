#!/bin/sh
set -e
mkdir -p out
mv out first
mkdir -p out
cd out
ls
cd ..
docker build -t acme/plover:latest .
