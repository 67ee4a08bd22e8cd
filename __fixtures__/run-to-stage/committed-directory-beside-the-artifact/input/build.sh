set -e
docker run --rm -v $PWD:/usr/src/myapp -w /usr/src/myapp golang:1.16 bash -c "go build -v -o flow"
docker build -t acme/flow .
