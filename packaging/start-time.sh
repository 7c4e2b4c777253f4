#!/usr/bin/env bash
# How long from the start of the program to its first picture on the screen, under Xvfb; the median of some starts.
#
# start-time.sh PROGRAM [STARTS]. Fails above half a second. The first start, which fills the disk cache, does not count.
set -euo pipefail
program=$(readlink -f "$1")
starts=${2:-7}
"$(dirname "${BASH_SOURCE[0]}")/install-missing.sh" xvfb xdotool imagemagick libgl1 libgl1-mesa-dri libx11-6 libx11-xcb1 \
    libxcursor1 libxi6 libxkbcommon-x11-0

work=$(mktemp -d)
mkfifo "$work/number"
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp 3>"$work/number" >/dev/null 2>&1 &
display_process=$!
trap 'kill $display_process; rm -rf "$work"' EXIT
read -r number <"$work/number"
export DISPLAY=:$number HOME=$work XDG_DATA_HOME=$work/data XDG_CACHE_HOME=$work/cache

# The black of an empty display has gone from the middle of the screen.
is_drawn() {
    [[ $(import -window root -crop 2x2+400+300 -depth 8 rgb:- 2>/dev/null | od -An -tx1 | tr -d ' \n') =~ [1-9a-f] ]]
}

times=()
for start in $(seq 0 "$starts"); do
    begun=${EPOCHREALTIME/./}
    "$program" >/dev/null 2>&1 &
    process=$!
    until is_drawn; do
        kill -0 "$process" || { echo "the program ended" >&2; exit 1; }
    done
    taken=$(((${EPOCHREALTIME/./} - begun) / 1000))
    kill "$process"
    wait "$process" 2>/dev/null || true
    while is_drawn; do sleep 0.05; done
    [[ $start -eq 0 ]] || times+=("$taken")
done
median=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((starts + 1) / 2))p")
echo "first picture after ${times[*]} ms; median $median ms"
[[ $median -le 500 ]]
