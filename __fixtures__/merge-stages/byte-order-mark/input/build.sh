#!/bin/sh
docker build -t notes:build -f Dockerfile.build .
docker create --name notes notes:build
docker cp notes:/out/notes.txt .
docker rm notes
docker build -t notes:latest .
