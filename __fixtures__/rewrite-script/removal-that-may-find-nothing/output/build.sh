#!/bin/bash
set -e
docker rm $(docker ps -aq)
docker build -t pond/bittern .
