#!/bin/sh
set -e
docker build -t tulip:latest .
