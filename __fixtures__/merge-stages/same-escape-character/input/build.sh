#!/bin/sh
docker build -t flags:build -f Dockerfile.build .
docker create --name flags flags:build
docker cp flags:/out/flags.txt .
docker rm flags
docker build -t flags:latest .
rm flags.txt
