#!/usr/bin/env bash
# Runs a command in a terminal of its own, and presses Ctrl+C once a file exists:
# press-ctrl-c.sh <file> <command…>
set -eu
file=$1
shift
# Without exec, dash, which is the shell of `script` where $SHELL is not set, stays and exits with 130 at Ctrl+C.
printf -v command '%q ' exec "$@"
{
  until [ -e "$file" ]; do sleep 0.1; done
  printf '\003'
  until [ -e "$file.done" ]; do sleep 0.1; done
} | {
  status=0
  timeout 100 script --quiet --return --command "$command" /dev/null || status=$?
  touch "$file" "$file.done"
  exit "$status"
}
