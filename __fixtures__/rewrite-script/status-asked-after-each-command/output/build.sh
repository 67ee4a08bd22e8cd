#!/bin/bash
grep -q curlew main.go

docker build -t acme/curlew .
if [[ $? -eq 0 ]]; then
  echo done
fi
