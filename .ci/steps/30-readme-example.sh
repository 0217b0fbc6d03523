#!/usr/bin/env bash
# The README's program does what it says outside of the repository: it compiles against the packages as they are
# published, and runs to its end with them on every Node that they support.
set -euo pipefail

root=$PWD
project=$(bash .ci/install-tarballs)
nodes=$(bash .ci/install-nodes)
node --disable-warning=ExperimentalWarning .ci/write-readme-program.mjs "$project"

# The user's own compiler and types of Node are the repository's here; the packages are those of the tarballs.
tsc --ignoreConfig --noEmit --strict --target es2023 --module nodenext --skipLibCheck --types node \
  --typeRoots "$root/node_modules/@types" "$project/readme.ts"

for node in $nodes; do
  folder=$(mktemp -d "$CI_FOLDER/readme-XXXXXX")
  (cd "$folder" && "$node" --disable-warning=ExperimentalWarning "$project/run-page.ts" "$project/readme.ts") >"$folder/output"
  grep -q '^published$' "$folder/output"
  printf 'Node %s: the program of README.md ran to its end\n' "$("$node" --version)"
done
