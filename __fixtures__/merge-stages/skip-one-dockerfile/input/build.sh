#!/bin/sh
set -e
docker build -t acme/hello:latest .
docker push acme/hello:latest
