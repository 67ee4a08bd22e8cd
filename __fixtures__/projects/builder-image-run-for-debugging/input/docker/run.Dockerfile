FROM debian:bullseye-slim
COPY anvil /opt/anvil/
CMD ["/opt/anvil/anvil"]
