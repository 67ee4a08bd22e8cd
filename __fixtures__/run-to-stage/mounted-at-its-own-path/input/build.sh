#!/bin/sh
set -e
docker run --rm -v "$PWD:$PWD" -w "$PWD" alpine:3.9 sort -o dunlin main.go
docker build -t acme/dunlin .
