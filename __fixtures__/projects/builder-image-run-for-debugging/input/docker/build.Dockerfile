FROM gcc:11
WORKDIR /usr/src/anvil
COPY src ./src
RUN gcc -O2 -g -o anvil src/anvil.c
