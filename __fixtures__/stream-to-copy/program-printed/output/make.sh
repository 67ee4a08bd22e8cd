#!/bin/bash
set -e
docker build -t vole:latest -f Dockerfile.run .
