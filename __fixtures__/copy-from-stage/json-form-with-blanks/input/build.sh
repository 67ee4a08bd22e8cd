#!/bin/sh
set -e
docker build -t kiosk-pack -f Dockerfile.pack .
docker create --name kiosk-pack kiosk-pack
docker cp "kiosk-pack:/data/start page.txt" .
docker rm kiosk-pack
docker build -t acme/kiosk:latest .
rm 'start page.txt'
