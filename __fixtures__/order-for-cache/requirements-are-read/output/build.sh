#!/bin/sh
set -e
docker build -t orchard/serve .
