#!/usr/bin/env bash
# Takes the pictures of the guide and of README from the real window under Xvfb: docs/guide/pictures and
# assets/screenshots, in English and Japanese. Look at each before it is committed.
#
# PROGRAM=PATH takes another program than target/release/propensity-desk.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./packaging/install-missing.sh xvfb xdotool imagemagick pngquant libgl1 libgl1-mesa-dri libx11-6 libx11-xcb1 libxcursor1 \
    libxi6 libxkbcommon-x11-0 fonts-nanum
program=${PROGRAM:-target/release/propensity-desk}
[[ -x $program ]] || cargo build --locked --release
program=$(readlink -f "$program")

# Points of the window, and pixels of the display: small text stays readable in the pictures.
readonly width=1440 height=900
work=$(mktemp -d)
mkfifo "$work/number"
Xvfb -displayfd 3 -screen 0 "${width}x${height}x24" -nolisten tcp 3>"$work/number" >/dev/null 2>&1 &
display_process=$!
process=
end() {
    [[ -z $process ]] || kill "$process" 2>/dev/null || true
    kill "$display_process"
    rm -rf "$work"
}
trap end EXIT
read -r number <"$work/number"
export DISPLAY=:$number LIBGL_ALWAYS_SOFTWARE=1

# Settings of its own, so that nothing of the last start shows.
open_window() {
    local language=$1
    rm -rf "$work/home"
    mkdir -p "$work/home"
    HOME=$work/home XDG_DATA_HOME=$work/home/data XDG_CACHE_HOME=$work/cache "$program" --sample --language "$language" \
        >"$work/window.log" 2>&1 &
    process=$!
    local try
    for try in $(seq 100); do
        window=$(xdotool search --onlyvisible --name 'Propensity Desk' 2>/dev/null | tail -n 1) && [[ -n $window ]] && break
        sleep 0.2
    done
    [[ -n ${window:-} ]] || { cat "$work/window.log"; exit 1; }
    xdotool windowmove "$window" 0 0 windowsize "$window" "$width" "$height" windowfocus "$window"
    settle
}
close_window() {
    kill "$process"
    wait "$process" 2>/dev/null || true
    process=
}
# Waits until two pictures one second apart are the same.
settle() {
    local before=none now try
    for try in $(seq 60); do
        sleep 1
        now=$(import -window root rgb:- | sha256sum)
        [[ $now != "$before" ]] || return 0
        before=$now
    done
}
press() {
    xdotool key --window "$window" "$@"
    settle
}
# Clicks the middle of the largest upright area of a colour, such as a cell of the matrix; then the pointer gets away.
click_colour() {
    local place
    place=$(import -window root -depth 8 rgb:- | python3 -c '
import itertools, sys
width, wanted = int(sys.argv[1]), bytes.fromhex(sys.argv[2])
pixels = sys.stdin.buffer.read()
near = {bytes(min(max(c + d, 0), 255) for c, d in zip(wanted, ds)) for ds in itertools.product((-2, -1, 0, 1, 2), repeat=3)}
found = [at // 3 for at in range(0, len(pixels), 3) if pixels[at:at + 3] in near]
if not found:
    sys.exit("no pixel has the colour " + sys.argv[2])
xs, ys = sorted(p % width for p in found), sorted(p // width for p in found)
print(xs[len(xs) // 2], ys[len(ys) // 2])
' "$width" "$1")
    # shellcheck disable=SC2086 # two numbers
    xdotool mousemove $place click 1
    sleep 0.5
    xdotool mousemove 2 $((height - 2))
    settle
}
# $1: where to; the rest: the part to keep, if not all.
take() {
    local to=$1
    shift
    import -window root "$work/shot.png"
    [[ $# -eq 0 ]] || convert "$work/shot.png" -crop "$1" +repage "$work/shot.png"
    convert "$work/shot.png" -strip "PNG24:$work/shot.png"
    mkdir -p "$(dirname "$to")"
    pngquant --force --speed 1 --strip --quality 70-95 --output "$to" "$work/shot.png"
    echo "$to $(stat -c %s "$to") bytes, $(identify -format '%wx%h' "$to")"
}

# The full colour of cell A1 in the light theme.
readonly act_now=edba47
for language in en ja; do
    open_window "$language"
    take "docs/guide/pictures/overview-$language.png"
    case $language in
        en) cp "docs/guide/pictures/overview-en.png" assets/screenshots/english.png ;;
        ja) cp "docs/guide/pictures/overview-ja.png" assets/screenshots/japanese.png ;;
    esac
    click_colour "$act_now"
    take "docs/guide/pictures/cell-$language.png"
    press Escape
    press ctrl+i
    take "docs/guide/pictures/understood-$language.png"
    close_window
done
