# The course on Debian, everything pinned by requirements.lock. docs/install.md says how it is run:
# the walls around students' code need more than a container has by default.

FROM debian:trixie-slim AS system
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        bubblewrap ca-certificates git libseccomp2 make python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 1000 course \
    && install --directory --owner course --group course /srv/backprop
USER course

FROM system
WORKDIR /srv/backprop
COPY --chown=course requirements.lock ./
RUN python3 -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements.lock
COPY --chown=course . .
# The stamp tells make that this is done.
RUN .venv/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && printf '%s' "$PWD" >.venv/.installed
# The port is open to the container's host alone, unless it is published wider; the token stays.
RUN mkdir -p ~/.jupyter && echo 'c.ServerApp.ip = "0.0.0.0"' >~/.jupyter/jupyter_server_config.py
ENV PATH="/srv/backprop/.venv/bin:$PATH"
EXPOSE 8888
CMD ["backprop", "lab", "--no-browser"]
