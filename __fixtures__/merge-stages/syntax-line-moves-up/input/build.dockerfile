FROM gcc:10
COPY moon.c /src/
RUN cd /src && gcc -static -O2 -o moon moon.c