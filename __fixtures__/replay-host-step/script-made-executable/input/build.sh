#!/bin/sh
set -e
docker build -t cron-render -f Dockerfile.render .
docker create --name cron-render cron-render
docker cp cron-render:/render/run-jobs.sh .
docker rm cron-render
chmod 755 run-jobs.sh

docker build -t acme/cron:latest .
rm run-jobs.sh
