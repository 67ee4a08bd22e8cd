#!/bin/sh
docker build -t acme/stock:latest .
docker tag acme/stock:latest acme/stock:2.0
