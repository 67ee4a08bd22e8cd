#!/bin/bash
set -e
docker build -t moss:latest -f Dockerfile.release .
