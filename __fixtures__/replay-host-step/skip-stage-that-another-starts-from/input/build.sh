#!/bin/sh
set -e
docker build -t acme/dotterel-base -f Dockerfile.base .
docker create --name dotterel acme/dotterel-base
docker cp dotterel:/opt/dotterel dotterel
chmod 755 dotterel
docker rm dotterel
docker build -t acme/dotterel .
