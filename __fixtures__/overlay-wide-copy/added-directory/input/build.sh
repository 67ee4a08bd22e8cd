#!/bin/sh
set -e
docker build -t menu-build -f build/Dockerfile .
docker create --name menu-build menu-build
docker cp menu-build:/src/menud .
docker rm menu-build
docker build -t acme/menu:latest .
