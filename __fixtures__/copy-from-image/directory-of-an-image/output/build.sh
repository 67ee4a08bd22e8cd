#!/bin/bash
set -e

docker build -t acme/error-pages:latest .
