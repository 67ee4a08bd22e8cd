#!/bin/sh
echo Building acme/greeter:build

echo Building acme/greeter:latest

docker build --no-cache -t acme/greeter:latest .
