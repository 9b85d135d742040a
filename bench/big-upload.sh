#!/bin/sh
# Sends a file of 2 GiB from a browser to a Catena of its own, through three accidents near its end:
# the line breaks, the server is killed, the browser is closed. Says what happened; takes minutes and
# 5 GB of room for temporary files (TMPDIR). CATENA_BIG_MB makes it smaller or larger.
#
# usage: bench/big-upload.sh        (after `make journeys` or `npm --prefix frontend run build`)
set -e
cd "$(dirname "$0")/../frontend"
chromium=$(../scripts/find-chromium)
# A little less than the limit of one upload: the archive around the noise takes room, too.
CATENA_CHROMIUM="$chromium" CATENA_BIG_MB="${CATENA_BIG_MB:-2047}" \
  exec npx playwright test --config e2e/big.config.ts --reporter=list "$@"
