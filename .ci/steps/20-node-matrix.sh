#!/usr/bin/env bash
# The installed tarballs can be imported on every Node that the packages support.
set -euo pipefail

project=$(bash .ci/install-tarballs)
nodes=$(bash .ci/install-nodes)
for node in $nodes; do
  "$node" "$project/smoke.mjs"
done
