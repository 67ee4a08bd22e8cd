docker build -t acme/app:build --build-arg VERSION=7 -f Dockerfile.build . || exit 1
docker run --rm -v "$(pwd):/work" -w /work -e CGO_ENABLED=0 golang:1.16 go build -o app.tar .
docker run --rm acme/app:build cat /usr/local/bin/app.jar > app.jar
docker build -t acme/app:latest . || exit 1
