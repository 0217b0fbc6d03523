#!/usr/bin/env bash
# What @tutti/text/x finds and counts in generated texts is what X's own library finds and counts. It is old and heavy, so
# it is no dependency: it is installed in a folder outside the workspaces, without its install script.
set -euo pipefail

folder="$CI_FOLDER/twitter-text"
mkdir -p "$folder"
printf '{ "private": true }\n' >"$folder/package.json"
npm install --silent --ignore-scripts --prefix "$folder" twitter-text@3.1.0
node --conditions=@tutti/source .ci/compare-twitter-text.ts "$folder" 20000
