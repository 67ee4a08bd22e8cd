#!/bin/sh
docker build -t acme/timer:latest .
