#!/bin/sh
set -e

for service in inbox outbox spool; do
  echo "== $service"
  docker build -t "mail/$service" "$service"
done
