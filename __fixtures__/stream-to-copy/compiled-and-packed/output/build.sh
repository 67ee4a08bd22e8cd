#!/bin/bash

docker build --no-cache -t wren -f Dockerfile.run .
