#!/bin/bash
docker build -t acme/curlew .
