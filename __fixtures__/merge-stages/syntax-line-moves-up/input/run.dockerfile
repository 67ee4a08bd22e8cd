# syntax=docker/dockerfile:1
FROM busybox:1.33
# one static program, nothing else
COPY moon /bin/moon
CMD ["moon"]
