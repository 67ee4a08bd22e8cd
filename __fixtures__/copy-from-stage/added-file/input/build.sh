#!/bin/sh
set -e
mkdir -p build/libs
docker build -t orders-gradle -f Dockerfile.gradle .
docker create --name orders-gradle orders-gradle
docker cp orders-gradle:/home/gradle/orders/build/libs/orders-0.9.jar build/libs/
docker rm orders-gradle
docker build -t acme/orders:latest -f docker/Dockerfile .
