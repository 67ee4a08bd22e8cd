#!/bin/sh
set -e
docker create --name base debian:11
docker cp base:/etc/passwd passwords
docker rm base
mv passwords users
docker run --rm -v "$PWD:/work" -w /work golang:1.16 go build -o plover .
docker build -t acme/plover:latest .
