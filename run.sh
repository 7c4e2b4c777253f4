#!/usr/bin/env bash
# Builds Propensity Desk and opens it with made-up sample data. Arguments are handed on to the program.
#
# Installs the compiler's linker and, where there is a display, the libraries that a window needs. Without a display
# the program prints a summary of the sample instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

packages=(gcc libc6-dev)
if [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
    packages+=(libgl1 libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0)
fi
if [[ -n ${WAYLAND_DISPLAY:-} ]]; then
    packages+=(libegl1 libwayland-client0 libwayland-cursor0 libwayland-egl1 libxkbcommon0)
fi
./packaging/install-missing.sh "${packages[@]}"

exec cargo run --release --locked -- --sample "$@"
