#!/usr/bin/env bash
# The whole crash matrix and 100 random rounds, with real processes that are killed, on SQLite and on PostgreSQL. `npm test`
# plays a sample on SQLite. TUTTI_CRASH_SEED=N plays the rounds of a seed that a failure has named.
set -euo pipefail

TUTTI_CRASH_MATRIX=whole vitest run --project repository test/crash/matrix
