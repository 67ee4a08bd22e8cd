FROM reef/base
RUN apt-get update && apt-get install -y gcc
WORKDIR /src
COPY crab.c .
RUN gcc -o /src/crab crab.c
