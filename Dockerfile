# One image for web, live and worker. The steps are those of the Makefile; nothing runs as root.

FROM node:20-slim AS interface
WORKDIR /catena/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund --loglevel=error
COPY frontend/ ./
RUN npm run build

FROM python:3.11-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=catena.settings
RUN useradd --create-home --uid 10001 catena \
    && install --directory --owner catena --group catena --mode 0700 /data /data/tmp
WORKDIR /catena
COPY requirements.lock ./
RUN python -m pip install --no-cache-dir --quiet --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY catena/ catena/
COPY api/ api/
COPY tasks/ tasks/
COPY annotations/ annotations/
COPY corpus/ corpus/
RUN python -m pip install --no-cache-dir --quiet --no-deps --no-build-isolation \
    --config-settings editable_mode=compat -e .
COPY --from=interface /catena/frontend/dist frontend/dist
RUN python -m whitenoise.compress --quiet frontend/dist
USER catena
ENV CATENA_HOME=/data CATENA_HOST=0.0.0.0 CATENA_PORT=8000
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "catena.web"]
