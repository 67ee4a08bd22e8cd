# syntax=docker/dockerfile:1
FROM gcc:10 AS builder
COPY moon.c /src/
RUN cd /src && gcc -static -O2 -o moon moon.c

FROM busybox:1.33
# one static program, nothing else
COPY --from=builder /src/moon /bin/moon
CMD ["moon"]
