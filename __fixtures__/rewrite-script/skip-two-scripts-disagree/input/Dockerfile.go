FROM golang:1.16
WORKDIR /src
COPY tern.go ./
RUN CGO_ENABLED=0 go build -o /tern tern.go
