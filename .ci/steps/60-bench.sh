#!/usr/bin/env bash
# The cost budgets, in a short run. Each row has a tolerance that tells a regression from the noise of a busy machine.
set -euo pipefail

npm run --silent bench -- --short --check
