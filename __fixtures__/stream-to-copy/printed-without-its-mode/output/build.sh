#!/bin/sh
docker build -t shrew:latest .
