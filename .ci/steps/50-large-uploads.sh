#!/usr/bin/env bash
# A video of 200 MB goes up, is cut on the way and goes up again, in at most 40 MB of memory: with the kit's own HTTP, and
# through each adapter that has such a test. A test of this kind is named large-uploads.test.ts and asks for the variable.
set -euo pipefail

TUTTI_LARGE_UPLOADS=1 vitest run large-uploads
