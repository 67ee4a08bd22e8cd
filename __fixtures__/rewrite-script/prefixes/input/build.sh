#!/bin/bash
set -e
time sudo docker build -t pond/grebe:build -f Dockerfile.build .
sudo docker create --name grebe pond/grebe:build
sudo docker cp grebe:/go/src/grebe/grebe .
sudo chown "$(id -u)" grebe
sudo docker rm grebe
time sudo -E docker build --build-arg REV=7 -t pond/grebe .
sudo rm grebe
