#!/bin/sh
docker build -t pond/snipe .; echo ready
