#!/usr/bin/env bash
# Four workers over one store, one queue and shared limits, in processes of their own: 10 000 posts fall due within half a
# minute on 40 channels; two workers are killed, one is stopped and wakes up when others have taken over. Once with
# pg-boss, once with BullMQ. TUTTI_FOUR_WORKERS_SCALE=0.1 plays it with a tenth of the posts.
set -euo pipefail

TUTTI_FOUR_WORKERS=1 vitest run --project repository --reporter=verbose test/workers/four-workers
