#!/bin/sh
set -e
docker build -t acme/agent:latest .
