#!/bin/sh
set -e

for service in inbox outbox spool; do
  echo "== $service"
  docker build -t "mail/$service:build" -f "$service/Dockerfile.build" "$service"
  docker create --name extract "mail/$service:build"
  docker cp extract:/service "$service/service"
  docker rm extract
  docker build -t "mail/$service" "$service"
  rm "$service/service"
done
