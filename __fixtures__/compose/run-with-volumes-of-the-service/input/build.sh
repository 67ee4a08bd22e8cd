#!/bin/sh
set -e
docker-compose run --rm compile
docker build -t acme/lapwing .
