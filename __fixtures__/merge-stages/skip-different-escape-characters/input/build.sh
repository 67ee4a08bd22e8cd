#!/bin/sh
docker build -t tool:build -f Dockerfile.build .
docker create --name tool tool:build
docker cp tool:/out/tool.txt .
docker rm tool
docker build -t tool:latest .
