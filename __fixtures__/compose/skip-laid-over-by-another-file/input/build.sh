#!/bin/sh
set -e
docker compose build builder
docker compose create builder
docker compose cp builder:/out/whimbrel ./whimbrel
docker compose build app
