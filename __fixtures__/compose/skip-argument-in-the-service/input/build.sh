#!/bin/sh
set -e
docker compose build builder
docker compose create builder
docker compose cp builder:/out/pipit ./pipit
docker compose rm -f builder
docker build -t acme/pipit .
