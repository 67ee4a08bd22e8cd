#!/bin/sh
docker build -t flags:latest .
