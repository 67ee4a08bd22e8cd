#!/bin/sh
set -e
docker build -t tower/bell .
