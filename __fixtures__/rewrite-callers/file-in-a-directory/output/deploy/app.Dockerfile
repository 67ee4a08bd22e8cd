FROM golang:1.12 AS builder
WORKDIR /src
COPY main.go .
RUN go build -o plover main.go

FROM alpine:3.9
COPY --from=builder /src/plover /usr/bin/plover
CMD ["plover"]
