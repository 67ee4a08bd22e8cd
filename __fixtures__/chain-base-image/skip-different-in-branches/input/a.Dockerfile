FROM isle/base
RUN touch /a
