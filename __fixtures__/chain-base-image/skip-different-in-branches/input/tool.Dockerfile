FROM gcc:11
COPY tool.c .
RUN gcc -o /tool tool.c
