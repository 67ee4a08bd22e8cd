#!/bin/bash
set -e

docker build -t shop/web:latest .
echo "shop/web is ready"
