FROM golang:1.16
RUN mkdir /build
WORKDIR /src
COPY kelp.go .
ENTRYPOINT ["go", "build"]
CMD ["-o", "/tmp/kelp", "."]
