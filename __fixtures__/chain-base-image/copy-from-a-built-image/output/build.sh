#!/bin/bash
set -e
docker build -t reef/kelp:latest .
