FROM alpine:3.9
COPY plover /usr/bin/plover
CMD ["plover"]
