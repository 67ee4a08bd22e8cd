#!/bin/sh
docker build --target builder -t acme/app:builder .
docker build -t acme/app:latest .
docker tag acme/app:latest acme/app:1.4
