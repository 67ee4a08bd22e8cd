FROM alpine:3.14
