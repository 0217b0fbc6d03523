#!/usr/bin/env bash
# Series on processes whose system clocks jump, forwards and backwards, and that are killed, in the hours in which the
# clocks of eight zones change or do not. `npm test` plays two zones. TUTTI_CLOCK_SEED=N plays a story that a failure has named.
set -euo pipefail

TUTTI_CLOCK_CHANGES=whole vitest run --project repository test/time
