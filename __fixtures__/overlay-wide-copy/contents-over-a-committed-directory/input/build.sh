#!/bin/sh
set -e
docker build -t forum-theme -f theme/Dockerfile .
docker create --name forum-theme forum-theme
docker cp forum-theme:/theme/out/. public
docker rm forum-theme
docker build -t acme/forum:latest .
