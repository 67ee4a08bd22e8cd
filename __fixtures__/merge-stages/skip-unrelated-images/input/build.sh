#!/bin/sh
docker build -t acme/api api
docker build -t acme/proxy proxy
docker images | grep acme/
