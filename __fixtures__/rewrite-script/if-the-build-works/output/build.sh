#!/bin/sh
docker build -t pond/stork .
