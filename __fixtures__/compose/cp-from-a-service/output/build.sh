#!/bin/sh
set -e
docker compose build app
