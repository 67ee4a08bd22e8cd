#!/bin/sh
set -e
docker run --rm -v "$PWD":/src -w /src alpine:3.14 sh -c "cat head.txt body.txt > run.out"
chmod 755 run.out
docker build -t script:latest .
