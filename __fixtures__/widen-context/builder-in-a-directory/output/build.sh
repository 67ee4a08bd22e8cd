#!/bin/bash
set -e
docker build -t maps/atlas .
