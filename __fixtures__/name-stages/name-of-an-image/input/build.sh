#!/bin/sh
set -e
docker build -t site/assets:node -f Dockerfile.assets .
docker create --name assets site/assets:node
docker cp assets:/assets/out css
docker rm assets
docker build -t site/pages:node -f Dockerfile.pages .
docker create --name pages site/pages:node
docker cp pages:/pages/out pages
docker rm pages
docker build -t site:latest .
rm -rf css pages
