FROM debian:bullseye-slim
RUN useradd -m crab
