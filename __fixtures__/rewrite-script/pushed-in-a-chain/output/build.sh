#!/bin/sh
cd notes && ls && cd .. &&
docker build -t acme/plover:latest .
