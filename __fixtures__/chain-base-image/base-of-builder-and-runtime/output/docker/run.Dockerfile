FROM debian:bullseye-slim AS base
RUN useradd -m crab

FROM base AS crab
RUN apt-get update && apt-get install -y gcc
WORKDIR /src
COPY crab.c .
RUN gcc -o /src/crab crab.c

FROM base
COPY --from=crab --chown=0:0 /src/crab /usr/local/bin/
USER crab
CMD ["crab"]
