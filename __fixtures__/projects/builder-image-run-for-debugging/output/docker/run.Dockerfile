FROM gcc:11 AS builder
WORKDIR /usr/src/anvil
COPY src ./src
RUN gcc -O2 -g -o anvil src/anvil.c

FROM debian:bullseye-slim
COPY --from=builder /usr/src/anvil/anvil /opt/anvil/
CMD ["/opt/anvil/anvil"]
