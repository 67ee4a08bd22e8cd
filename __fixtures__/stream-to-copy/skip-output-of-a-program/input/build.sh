#!/bin/sh
docker build -t gen -f Dockerfile.gen .
docker run --rm gen ./generate --all > config.json
docker build -t app .
