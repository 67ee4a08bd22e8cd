#!/bin/sh
set -e
docker build --build-arg http_proxy=http://proxy.example.org:3128 --build-arg no_proxy=localhost -t kiln/pot .
