#!/bin/bash
set -e
docker build -t reef/kelp:build -f Dockerfile.build .
docker build -t reef/kelp:latest .
