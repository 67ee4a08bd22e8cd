#!/bin/sh -e
docker pull nginx:latest

docker build -t lantern/conf .
