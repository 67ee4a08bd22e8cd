#!/bin/bash
set -eu

docker build -t acme/vpn:latest .
