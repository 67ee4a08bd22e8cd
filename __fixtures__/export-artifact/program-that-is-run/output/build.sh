#!/bin/sh
set -e
docker build --target artifacts --output . .
./merganser --version
docker build -t acme/merganser .
