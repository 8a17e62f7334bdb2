#!/bin/sh
# Installs hostvitals: downloads the release for this system, checks its sum, and puts the program
# where programs are. It asks nothing.
#
#     curl -fsSL https://github.com/hostvitals/hostvitals/releases/latest/download/install.sh | sh
#
# Settings, all of the environment:
#     HOSTVITALS_URL   where the files of a release are
#     HOSTVITALS_DIR   where the program goes: /usr/local/bin for root, ~/.local/bin for others
set -eu

url=${HOSTVITALS_URL:-https://github.com/hostvitals/hostvitals/releases/latest/download}

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# The name of this system in the names of the archives.
platform() {
  case $(uname -s) in
    Linux) os=linux ;;
    Darwin) os=macos ;;
    MINGW* | MSYS* | CYGWIN*) fail "on Windows, unpack hostvitals-VERSION-windows-x64.zip of the release" ;;
    *) fail "there is no hostvitals for $(uname -s): it is made for Linux, macOS and Windows" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) fail "there is no hostvitals for $(uname -m): it is made for x86_64 and arm64" ;;
  esac
  # Where every program for glibc looks for it. Alpine has another libc, for which Deno has no runtime;
  # NixOS has it elsewhere.
  if [ "$os" = linux ] && ! [ -e /lib64/ld-linux-x86-64.so.2 ] && ! [ -e /lib/ld-linux-aarch64.so.1 ]; then
    fail "there is no hostvitals for this libc: it needs glibc 2.27 or newer, in its usual place"
  fi
  echo "$os-$arch"
}

# download URL FILE
download() {
  if has curl; then
    curl -fsSL --retry 3 -o "$2" "$1"
  else
    wget -q -O "$2" "$1"
  fi || fail "cannot download $1"
}

sum() {
  if has sha256sum; then
    sha256sum "$1"
  else
    shasum -a 256 "$1"
  fi | cut -d ' ' -f 1
}

# What all of this needs, before anything is downloaded: small images lack some of it.
check_tools() {
  has curl || has wget || fail "neither curl nor wget is here: install one of them"
  has sha256sum || has shasum || fail "neither sha256sum nor shasum is here, so the download cannot be checked"
  for tool in tar mktemp; do
    has "$tool" || fail "$tool is not here: install it"
  done
}

main() {
  system=$(platform)
  check_tools
  if [ -n "${HOSTVITALS_DIR:-}" ]; then
    dir=$HOSTVITALS_DIR
  elif [ "$(id -u)" = 0 ]; then
    dir=/usr/local/bin
  else
    dir=${HOME:?}/.local/bin
  fi
  [ -d "$dir/hostvitals" ] && fail "$dir/hostvitals is a directory: set HOSTVITALS_DIR to another place"
  work=$(mktemp -d)
  # Under another name first: an older one may run, and stays if the new one does not.
  new=$dir/.hostvitals.new
  trap 'rm -rf "$work" "$new"' EXIT
  trap 'exit 1' HUP INT TERM

  download "$url/SHA256SUMS" "$work/SHA256SUMS"
  # One line: the sum, two spaces, hostvitals-VERSION-SYSTEM.tar.gz
  archive=$(sed -n "s/^[0-9a-f]\{64\}  \(hostvitals-[0-9][^ /]*-$system\.tar\.gz\)\$/\1/p" "$work/SHA256SUMS" | head -n 1)
  [ -n "$archive" ] || fail "$url has no hostvitals for $system"
  right=$(sed -n "s/^\([0-9a-f]\{64\}\)  $archive\$/\1/p" "$work/SHA256SUMS" | head -n 1)
  download "$url/$archive" "$work/$archive"
  got=$(sum "$work/$archive")
  [ "$got" = "$right" ] || fail "$archive is not what was released: its sum is $got, not $right"

  tar -xzf "$work/$archive" -C "$work" || fail "cannot unpack $archive"
  mkdir -p "$dir" || fail "cannot make $dir: set HOSTVITALS_DIR, or run this as root"
  [ -w "$dir" ] || fail "cannot write into $dir: set HOSTVITALS_DIR, or run this as root"
  if ! { cp "$work/${archive%.tar.gz}/hostvitals" "$new" && chmod 755 "$new"; }; then
    fail "cannot write $new"
  fi
  version=$("$new" --version) || fail "$archive does not run here; nothing was changed"
  mv -f "$new" "$dir/hostvitals" || fail "cannot write $dir/hostvitals"
  echo "$version is in $dir"
  if has systemctl && [ "$(systemctl is-active hostvitals.service 2>/dev/null)" = active ]; then
    echo "next: $dir/hostvitals service install (as root; the service runs the older one until then)"
    return
  fi
  case :$PATH: in
    *:"$dir":*) echo "next: hostvitals" ;;
    *) echo "next: $dir/hostvitals (its directory is not on your PATH)" ;;
  esac
}

# At the end, so that half a download does nothing.
main
