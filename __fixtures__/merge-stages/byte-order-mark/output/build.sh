#!/bin/sh
docker build -t notes:latest .
