#!/bin/sh
set -e
docker compose build builder
id=$(docker create "grebe-builder")
docker cp "$id":/out/grebe .
docker rm "$id"
docker compose up --build -d app
