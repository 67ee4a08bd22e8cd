FROM gcc:11
ARG LEVEL=1
WORKDIR /src
COPY tool.c ./
RUN gcc -DLEVEL=$LEVEL -o tool tool.c
