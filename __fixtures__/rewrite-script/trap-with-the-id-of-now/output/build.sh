#!/bin/bash
set -euo pipefail
docker build -t acme/sandpiper .
