#!/bin/sh
docker build -t spike -f Dockerfile.run .
