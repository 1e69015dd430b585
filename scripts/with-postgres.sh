#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own, whose URL is in TEST_DATABASE_URL; it ends with the command.
# Exits 77, for "skipped", if PostgreSQL is not installed (Debian: apt-get install postgresql).
set -eu

bin=$(find /usr/lib/postgresql/*/bin /usr/local/pgsql/bin -maxdepth 0 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)")
if [ ! -x "$bin/initdb" ]; then
  echo 'PostgreSQL is not installed.' >&2
  exit 77
fi

directory=$(mktemp -d)
# PostgreSQL refuses to run as root.
as_owner() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" -ne 0 ] || chown postgres "$directory"
stop() {
  cd "$directory"
  as_owner "$bin/pg_ctl" -D "$directory/data" -m immediate -s stop || true
  cd / && rm -rf "$directory"
}
trap stop EXIT

port=$(node -e "
  const server = require('node:net').createServer().listen(0, '127.0.0.1', () => {
    console.log(server.address().port);
    server.close();
  });")
cd "$directory"
as_owner "$bin/initdb" -D data -U postgres --auth trust --no-sync >/dev/null
as_owner "$bin/pg_ctl" -D data -s -w -l log -o "-p $port -k $directory -c listen_addresses=127.0.0.1 -c fsync=off" start
cd "$OLDPWD"
TEST_DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres" "$@"
