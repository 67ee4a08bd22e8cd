FROM gcc:11
WORKDIR /src
COPY tern.c ./
RUN gcc -static -o /tern tern.c
