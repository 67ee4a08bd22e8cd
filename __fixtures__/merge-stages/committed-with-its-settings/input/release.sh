#!/bin/sh
set -e
docker build -t acme/fieldfare-build -f Dockerfile.build .
docker create --name fieldfare-build acme/fieldfare-build
docker cp fieldfare-build:/src/fieldfare ./fieldfare
docker rm fieldfare-build
docker create --name fieldfare -e MODE=full -e "NAME=field fare" -u nobody --entrypoint /usr/bin/fieldfare busybox:1.33 --listen
docker cp fieldfare fieldfare:/usr/bin/fieldfare
docker commit fieldfare acme/fieldfare:latest
docker rm fieldfare
