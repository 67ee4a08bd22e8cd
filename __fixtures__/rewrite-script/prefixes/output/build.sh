#!/bin/bash
set -e
time sudo -E docker build --build-arg REV=7 -t pond/grebe .
