#!/bin/bash
set -e
docker build -t acme/sandpiper .
