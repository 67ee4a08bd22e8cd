#!/bin/sh
docker build -t acme/stock:latest .
