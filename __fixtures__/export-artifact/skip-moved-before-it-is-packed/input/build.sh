#!/bin/bash
set -e
docker build -t river/perch:build -f Dockerfile.build .
docker create --name perch river/perch:build
docker cp perch:/go/src/perch/perch perch.bin
docker rm perch
mv perch.bin perch
docker build -t river/perch .
zip perch.zip perch
