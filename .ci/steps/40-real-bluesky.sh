#!/usr/bin/env bash
# The Bluesky adapter against Bluesky's own servers: the kit that it passes on the fake, a story of three accounts, and
# the server's limits. The network is installed and started in a folder of its own, on ports of its own, and stopped
# again. With TUTTI_BLUESKY_INFO set to the info.jsonl of a running network, that one is used and left running.
set -euo pipefail

servers=../shared/servers/bluesky

if [ -z "${TUTTI_BLUESKY_INFO:-}" ]; then
  if [ ! -e "$servers/start-bluesky.sh" ]; then
    echo "skipped: $servers is not there, and TUTTI_BLUESKY_INFO names no running network"
    exit 0
  fi
  folder=$(mktemp -d)
  trap 'bash "$servers/stop-bluesky.sh" "$folder"; rm -rf "$folder"' EXIT
  # Not the usual ports: a network that somebody works with may run there.
  export PLC_PORT=${PLC_PORT:-32582} PDS_HTTP_PORT=${PDS_HTTP_PORT:-32583} APPVIEW_PORT=${APPVIEW_PORT:-32584}
  export OZONE_PORT=${OZONE_PORT:-32587} PDS_LIMITED_PORT=${PDS_LIMITED_PORT:-32593} CONTROL_PORT=${CONTROL_PORT:-32599}
  export PG_PORT=${PG_PORT:-35432} REDIS_PORT=${REDIS_PORT:-36379}
  bash "$servers/start-bluesky.sh" "$folder"
  export TUTTI_BLUESKY_INFO=$folder/info.jsonl
fi

vitest run --project @tutti/bluesky packages/adapters/bluesky/test/real-
