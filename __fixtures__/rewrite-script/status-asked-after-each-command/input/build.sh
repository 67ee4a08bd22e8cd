#!/bin/bash
grep -q curlew main.go
docker build -t curlew-build -f Dockerfile.build .
if [ $? -ne 0 ]; then
  echo "the builder failed"
  exit 1
fi

docker run curlew-build cat /src/curlew > curlew
if [ "$?" != "0" ]; then
  echo "nothing came out" >&2
  exit 2
fi
chmod +x curlew
docker build -t acme/curlew .
if [[ $? -eq 0 ]]; then
  echo done
fi
