#!/usr/bin/env bash
# The published packages, installed from their tarballs as a user's project would, can be imported.
set -euo pipefail

project=$(bash .ci/install-tarballs)
node "$project/smoke.mjs"
