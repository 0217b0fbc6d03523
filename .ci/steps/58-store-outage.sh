#!/usr/bin/env bash
# PostgreSQL goes away and comes back, twice, while a worker publishes and posts are planned.
set -euo pipefail

TUTTI_STORE_OUTAGE=1 vitest run --project repository test/stores/outage
