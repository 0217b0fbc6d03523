#!/usr/bin/env bash
# The installed tarballs do their main job on Bun and Deno as well, against fakes that Node serves on loopback.
set -euo pipefail

project=$(bash .ci/install-tarballs)
cp .ci/runtimes/*.mjs "$project/"
runtimes="$CI_FOLDER/runtimes"
npm install --silent --no-save --ignore-scripts --prefix "$runtimes" bun@1.4.5 deno@2.9.6 >&2
bun=$(ls "$runtimes"/node_modules/@oven/bun-linux-*/bin/bun | head -n 1)
deno=$(ls "$runtimes"/node_modules/@deno/linux-*/deno | head -n 1)

coproc FAKES { exec node "$project/serve-fakes.mjs"; }
read -r servers <&"${FAKES[0]}"

cd "$project"
node smoke-publish.mjs "$servers"
"$bun" smoke-publish.mjs "$servers"
"$deno" run --allow-all smoke-publish.mjs "$servers"
