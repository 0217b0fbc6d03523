#!/usr/bin/env bash
# @tutti/text as it is published, bundled, answers in Chromium and in an edge runtime (workerd) what it answers in Node.
# Chromium is Debian's, and installed when it is missing; the rest goes into a folder outside the workspaces.
set -euo pipefail

project=$(bash .ci/install-tarballs)
folder="$CI_FOLDER/text-runtimes"
mkdir -p "$folder"
cp .ci/text-runtimes/* "$folder/"
printf '{ "private": true }\n' >"$folder/package.json"
npm install --silent --ignore-scripts --prefix "$folder" workerd@1.20261117.1 playwright-core@1.65.1 esbuild@0.28.2

chromium=$(command -v chromium || true)
if [ -z "$chromium" ]; then
  apt-get update -qq
  apt-get install -qq --yes --no-install-recommends chromium >/dev/null
  chromium=$(command -v chromium)
fi

cp .ci/text-runtimes/cases.mjs "$project/text-cases.mjs"
bundle() {
  "$folder/node_modules/.bin/esbuild" "$project/text-cases.mjs" --bundle --log-level=warning "$@"
}
bundle --platform=neutral --format=esm --outfile="$folder/cases.mjs"
bundle --platform=browser --format=iife --global-name=textCases --outfile="$folder/cases.js"

(cd "$folder" && node --eval 'import("./cases.mjs").then(({ runCases }) => process.stdout.write(runCases()))' >expected.txt)
node "$folder/run-in-chromium.mjs" "$folder" "$chromium"
if ! (cd "$folder" && node_modules/.bin/workerd test workerd.capnp) 2>"$folder/workerd.log"; then
  cat "$folder/workerd.log"
  exit 1
fi
printf 'workerd: %s answers, all those of Node\n' "$(($(wc -l <"$folder/expected.txt") + 1))"
