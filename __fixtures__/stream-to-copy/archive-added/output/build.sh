#!/bin/sh
docker build -t hello -f Dockerfile.dist .
