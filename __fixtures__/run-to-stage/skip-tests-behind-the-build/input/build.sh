#!/bin/sh
set -e
docker run --rm -v "$PWD":/src -w /src golang:1.16 go build -o app .
docker build -t app .
docker run --rm -v "$PWD":/w alpine:3.14 sh /w/smoke.sh /w/app
