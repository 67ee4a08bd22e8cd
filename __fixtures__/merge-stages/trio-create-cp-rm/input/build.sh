#!/bin/sh
echo Building acme/greeter:build

docker build -t acme/greeter:build . -f Dockerfile.build

docker create --name extract acme/greeter:build
docker cp extract:/go/src/example.com/greeter/greeter ./greeter
docker rm -f extract

echo Building acme/greeter:latest

docker build --no-cache -t acme/greeter:latest .
rm ./greeter
