FROM golang:1.12
WORKDIR /src
COPY main.go .
RUN go build -o plover main.go
