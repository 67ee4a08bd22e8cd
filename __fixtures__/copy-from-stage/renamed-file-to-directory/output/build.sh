#!/bin/sh -e

docker build --tag acme/relay:latest .
