#!/bin/sh
set -e
docker run --rm -e STEP=one -v "$PWD:/web" -w /web alpine:3.14 sh prepare.sh
docker run --rm -v "$PWD:/web" alpine:3.14 sh -c "mkdir -p web/dist && cp web/step.txt web/dist/step.txt"
docker build -t acme/plover:latest .
