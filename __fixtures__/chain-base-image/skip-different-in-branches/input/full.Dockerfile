FROM debian:bullseye
