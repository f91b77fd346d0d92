# The service in one image: CPU only, not root, one writable volume.
#
#   docker build -t isnad --build-arg TORCH_INDEX=<address of PyTorch's CPU wheels> .
#   docker run -p 7860:7860 -v isnad:/data -e ISNAD_API_KEYS=<a secret> isnad
#
# In a container the service has to listen off loopback, so it wants keys (or `isnad serve --open`
# as the command, where a proxy in front of it asks who is there).
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
# Where torch is taken from. The default index may have a build with gigabytes of CUDA packages:
# the check below then stops. https://pytorch.org/get-started names the index of the CPU builds.
ARG TORCH_INDEX=
# A folder of wheels, mounted into the build, that pip looks into first.
ARG PIP_FIND_LINKS=
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_COMPILE=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python3 -m venv /opt/isnad
ENV PATH=/opt/isnad/bin:$PATH
COPY constraints.txt ./
RUN pip install --quiet --constraint constraints.txt \
        ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} \
        ${PIP_FIND_LINKS:+--find-links "$PIP_FIND_LINKS"} \
        "$(grep '^torch==' constraints.txt)" \
    && if pip list | grep -qiE '^(nvidia|cuda|triton)'; then \
        echo 'error: this torch brings CUDA; give --build-arg TORCH_INDEX=...' >&2; exit 1; fi
# The dependencies alone, so that a change of the code does not install them anew.
COPY pyproject.toml ./
# Extras of pyproject.toml, separated by commas: makers of language models, and otel.
ARG EXTRAS=
RUN python -c "import sys, tomllib; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; print(*p['dependencies'], *(d for e in sys.argv[1].split(',') if e for d in p['optional-dependencies'][e]), sep='\n')" "$EXTRAS" > requirements.txt \
    && pip install --quiet --constraint constraints.txt --requirement requirements.txt
COPY README.md LICENSE NOTICE ./
COPY index index
COPY rag rag
COPY ui ui
COPY seeds seeds
RUN pip install --quiet --no-deps . \
    && pip check

FROM ${BASE}
COPY --from=build /opt/isnad /opt/isnad
RUN useradd --uid 10001 --user-group --home-dir /data --no-create-home isnad \
    && install -d -o isnad -g isnad /data
ENV PATH=/opt/isnad/bin:$PATH \
    HOME=/data \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ISNAD_DATA=/data/isnad \
    ISNAD_HOST=0.0.0.0 \
    ISNAD_PORT=7860
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['ISNAD_PORT'] + '/ready', timeout=4)"]
ENTRYPOINT ["isnad"]
CMD ["serve"]
