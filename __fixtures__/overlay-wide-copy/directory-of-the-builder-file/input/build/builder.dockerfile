FROM golang:1.16
WORKDIR /src
COPY main.go ./
RUN go build -o plover .
