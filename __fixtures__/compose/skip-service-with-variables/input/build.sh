#!/bin/sh
set -e
docker compose build builder
docker compose create builder
docker compose cp builder:/out/godwit ./godwit
docker compose build app
