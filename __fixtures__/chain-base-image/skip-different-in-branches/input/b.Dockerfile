FROM isle/base
COPY tool /b
