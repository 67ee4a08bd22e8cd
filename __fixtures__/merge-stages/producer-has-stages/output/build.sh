#!/bin/sh
docker build -t poll:latest .
