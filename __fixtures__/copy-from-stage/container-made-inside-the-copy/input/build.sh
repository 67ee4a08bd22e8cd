#!/bin/sh
docker build -t timer-build -f Dockerfile.build . &&
  docker cp "$(docker create timer-build)":/timer . &&
  docker build -t acme/timer:latest .
