#!/usr/bin/env bash
# The whole crash matrix and 100 random rounds, with real processes that are killed, on SQLite and on PostgreSQL, and 7 500
# random stories of the scheduler. `npm test` plays a sample on SQLite, and 1 500 stories. TUTTI_CRASH_SEED=N plays the rounds of a seed that a failure has named.
set -euo pipefail

TUTTI_CRASH_MATRIX=whole TUTTI_CRASH_STORIES=1500 vitest run --project repository test/crash/matrix test/crash/state-machine
