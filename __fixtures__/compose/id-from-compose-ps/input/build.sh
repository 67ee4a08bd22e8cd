#!/bin/sh
set -e
docker-compose -f docker-compose.build.yml up --build --no-start builder
docker cp "$(docker-compose -f docker-compose.build.yml ps -q builder)":/out/dunnock .
docker-compose -f docker-compose.build.yml rm -f builder
docker build -t acme/dunnock .
