#!/usr/bin/env bash
# Runs a command with a squid of its own, whose URL with credentials is in TEST_PROXY; it ends with the command.
# Names that end in `.test` are 127.0.0.1 for it. Exits 77, for "skipped", if squid is not installed
# (Debian: apt-get install squid).
set -eu

squid=$(PATH=$PATH:/usr/sbin command -v squid || true)
helper=$(find /usr/lib/squid /usr/lib64/squid /usr/libexec/squid -name basic_ncsa_auth 2>/dev/null | head -1)
if [ -z "$squid" ] || [ -z "$helper" ]; then
  echo 'squid is not installed.' >&2
  exit 77
fi

directory=$(mktemp -d)
trap 'kill "${pid:-}" 2>/dev/null || true; wait; rm -rf "$directory"' EXIT
port=$(node -e "
  const server = require('node:net').createServer().listen(0, '127.0.0.1', () => {
    console.log(server.address().port);
    server.close();
  });")
printf '127.0.0.1 %s.test\n' receiver tenant >"$directory/hosts"
printf 'joan:%s\n' "$(openssl passwd -apr1 'p@ss:w/rd')" >"$directory/users"
cat >"$directory/squid.conf" <<END
http_port 127.0.0.1:$port
hosts_file $directory/hosts
auth_param basic program $helper $directory/users
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
cache deny all
access_log none
cache_log $directory/cache.log
pid_filename none
shutdown_lifetime 0 seconds
pinger_enable off
coredump_dir $directory
END
# As root, squid drops its privileges, and then reads these files as 'proxy'.
chmod -R a+rwX "$directory"
"$squid" -N -f "$directory/squid.conf" 2>"$directory/stderr" &
pid=$!
for _ in $(seq 100); do
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
  kill -0 "$pid" || { cat "$directory/stderr" "$directory/cache.log" >&2; exit 1; }
  sleep 0.1
done
TEST_PROXY="http://joan:p%40ss:w%2Frd@127.0.0.1:$port" "$@"
