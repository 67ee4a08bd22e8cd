#!/bin/sh
docker build -t stock-maven -f Dockerfile.maven . || exit 1
docker create --name stock-maven stock-maven true
docker cp stock-maven:/work/stock.jar .
docker rm stock-maven
docker build -t acme/stock:latest .
docker tag acme/stock:latest acme/stock:2.0
