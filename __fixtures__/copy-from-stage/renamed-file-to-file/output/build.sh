#!/bin/sh
set -e
docker build -t acme/tally:1.0 .
