FROM alpine:3.9
RUN echo rules > /rules
