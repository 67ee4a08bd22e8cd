FROM debian:11
COPY moved0 /opt/tool/
