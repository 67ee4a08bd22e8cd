#!/bin/sh
docker build -t teatime:latest .
