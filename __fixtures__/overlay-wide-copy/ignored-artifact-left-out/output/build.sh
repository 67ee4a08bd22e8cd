#!/bin/sh
set -e
docker build -t acme/radar:latest .
