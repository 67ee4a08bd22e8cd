#!/bin/bash
set -e
docker build -t acme/suite:latest .
