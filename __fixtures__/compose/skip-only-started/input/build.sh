#!/bin/sh
set -e
docker compose build
docker compose up -d
docker compose exec app curlew --version
docker compose down
