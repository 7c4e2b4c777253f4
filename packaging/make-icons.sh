#!/usr/bin/env bash
# Rebuilds every icon from propensity-desk.svg: PNG files for Linux and the window, .ico for Windows, .icns for macOS.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
./install-missing.sh librsvg2-bin imagemagick icnsutils

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for size in 16 24 32 48 64 128 256 512; do
    rsvg-convert --width "$size" --height "$size" propensity-desk.svg --output "$work/$size.png"
    # No time stamp and no software name: the same drawing gives the same bytes.
    convert "$work/$size.png" -strip -define png:exclude-chunks=date,time "PNG32:$work/$size.png"
done

mkdir -p linux/icons
for size in 16 32 48 128 256 512; do
    cp "$work/$size.png" "linux/icons/$size.png"
done
cp "$work/256.png" ../assets/icon.png
convert "$work/16.png" "$work/24.png" "$work/32.png" "$work/48.png" "$work/64.png" "$work/256.png" windows/propensity-desk.ico
png2icns macos/propensity-desk.icns "$work/16.png" "$work/32.png" "$work/48.png" "$work/128.png" "$work/256.png" \
    "$work/512.png" >/dev/null
ls -l linux/icons windows/propensity-desk.ico macos/propensity-desk.icns
