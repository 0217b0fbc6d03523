#!/usr/bin/env bash
# One renewal per expiry: up to 16 processes over one SQLite file, killed at every step, against a provider that revokes
# everything at the first misuse of a refresh token. `npm test` runs the same with two processes.
set -euo pipefail

TUTTI_RENEWAL_PROCESSES=${TUTTI_RENEWAL_PROCESSES:-16} vitest run --project repository test/credentials/renewal
