#!/bin/sh
set -e
docker compose build builder
docker compose create builder
docker compose cp builder:/out/avocet ./avocet
docker compose rm -f builder
docker compose build app
