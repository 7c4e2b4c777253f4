#!/usr/bin/env bash
# Installs the Debian packages named as arguments that are not installed yet.
#
# Changes nothing when nothing is missing. Without the rights to install, or on another system, says in one line
# what is needed. Always succeeds: whoever calls it goes on, and may well have what it needs from elsewhere.
set -euo pipefail

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "Not a Debian system. If the next step fails, install what Debian calls: $*" >&2
    exit 0
fi

missing=()
for package in "$@"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    if [[ $status != installed ]]; then
        missing+=("$package")
    fi
done
if [[ ${#missing[@]} -eq 0 ]]; then
    exit 0
fi

as_root=()
if [[ $EUID -ne 0 ]]; then
    # A password is asked for only where somebody can type it.
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }; }; then
        as_root=(sudo)
    else
        echo "No rights to install packages. If the next step fails: apt-get install ${missing[*]}" >&2
        exit 0
    fi
fi

apt_get() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null >/dev/null
}

echo "Installing: ${missing[*]}" >&2
if ! apt_get update || ! apt_get install -y --no-install-recommends "${missing[@]}"; then
    echo "Could not install all packages. If the next step fails: apt-get install ${missing[*]}" >&2
fi
