#!/usr/bin/env bash
# Builds the Docker image with buildah and runs a command with IMAGE_COMMAND, a script that runs logto-hooks
# in a container of it. The base image comes from no registry: it is BusyBox and Node from npm, under the
# name that the Dockerfile expects. Exits 77, for "skipped", if buildah or busybox is not installed
# (Debian: apt-get install buildah busybox-static).
set -eu

for tool in buildah busybox; do
  if ! command -v "$tool" >/dev/null; then
    echo "$tool is not installed."
    exit 77
  fi
done

base=$(sed -n 's/^FROM \(\S*\).*/\1/p' Dockerfile | head -1)
work=$(mktemp -d)
export BUILDAH_ISOLATION=chroot
image() { buildah --root "$work/storage" --runroot "$work/run" "$@"; }
trap 'image rm --all >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

# The base: a shell and its tools, Node with the libraries it is linked to, npm, and the user "node".
root=$work/root
mkdir -p "$root"/{bin,etc,tmp,usr/local/bin,usr/local/lib,home/node}
cp "$(command -v busybox)" "$root/bin/busybox"
ldd "$root/bin/busybox" 2>/dev/null | grep -q '=>' && { echo 'busybox is not linked statically.'; exit 77; }
chroot "$root" /bin/busybox --install -s /bin
npm install --silent --no-save --prefix "$work/npm" node@24 npm@11
cp "$work/npm/node_modules/node/bin/node" "$root/usr/local/bin/node"
# librt is what native modules of the build need besides.
libraries=$(ldd "$root/usr/local/bin/node" | grep -o '/[^ ]*')
for library in $libraries "$(dirname "$(grep -m1 libc.so <<<"$libraries")")/librt.so.1"; do
  install -D "$library" "$root$library"
done
cp -r "$work/npm/node_modules/npm" "$root/usr/local/lib/npm"
ln -s ../lib/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
mkdir "$root/usr/bin" && ln -s /bin/busybox "$root/usr/bin/env"
printf 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' >"$root/etc/group"
chmod 1777 "$root/tmp"
chown 1000:1000 "$root/home/node"
certificates=${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}
install -D -m 644 "$certificates" "$root/etc/ssl/certs/ca-certificates.crt"

container=$(image from scratch)
image copy --quiet "$container" "$root" / >/dev/null
image config --env PATH=/usr/local/bin:/usr/bin:/bin \
  --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt --cmd node "$container"
image commit --quiet "$container" "docker.io/library/$base" >/dev/null
image rm "$container" >/dev/null

image build --quiet --pull=never --tag logto-hooks . >/dev/null
container=$(image from logto-hooks)
files=$(image mount "$container")
setting() { image inspect --format "{{.OCIv1.Config.$1}}" "$container"; }
printf 'The image adds %s to %s.\n' "$(du -sh "$files/usr/local/lib/node_modules/logto-hooks" | cut -f1)" "$base"

# `buildah run` has a process of its own in between, which keeps signals to itself. This enters the container's
# files as its user, with the current directory as its working directory.
mkdir -p "$files"/{dev,proc}
identity=$(grep "^$(setting User):" "$root/etc/passwd")
cat >"$work/enter" <<END
mount --rbind /dev '$files/dev' && mount --rbind /proc '$files/proc' &&
  mount --bind . '$files$(setting WorkingDir)' &&
  exec env -i HOME=/home/node PATH=/usr/local/bin:/bin $(command -v unshare) --root='$files' \
    --wd='$(setting WorkingDir)' --setgid=$(cut -d: -f4 <<<"$identity") --setuid=$(cut -d: -f3 <<<"$identity") \
    $(setting Entrypoint | tr -d '[]') "\$@"
END
printf '#!/bin/sh\nexec unshare --mount sh %s "$@"\n' "$work/enter" >"$work/logto-hooks"
chmod +x "$work/logto-hooks"
IMAGE_COMMAND=$work/logto-hooks "$@"
