FROM reef/base
COPY crab /usr/local/bin/
USER crab
CMD ["crab"]
