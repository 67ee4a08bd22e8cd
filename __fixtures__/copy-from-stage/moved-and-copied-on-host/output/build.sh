#!/bin/bash
set -e

docker build -t acme/mux:latest .
