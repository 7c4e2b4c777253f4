#!/usr/bin/env bash
# Installs the program of target/packages under Wine, works with it, opens its window, and removes it again.
#
# As root it goes on as the user `nobody`: for root no folder is read-only. Pictures of the window and of a failure go
# to target/packages/wine. What Wine cannot tell: SmartScreen, Zone.Identifier streams, Excel's own locks, DirectX.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
packages=${PACKAGES:-$here/../../target/packages}

if [[ ${1:-} != --inside ]]; then
    "$here/../install-missing.sh" wine64 gcc-mingw-w64-x86-64-win32 xvfb xdotool imagemagick unzip libgl1-mesa-dri
    work=$(mktemp -d /tmp/propensity-wine-XXXXXX)
    trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
    mkdir "$work/shots"
    cp "$packages"/propensity-desk-*-windows-x64-setup.exe "$work/setup.exe"
    cp "$packages"/propensity-desk-*-windows-x64.zip "$work/portable.zip"
    cp "$0" "$here"/wine/*.c "$work/"
    x86_64-w64-mingw32-gcc -O1 -shared -o "$work/bcryptprimitives.dll" "$work/bcryptprimitives.c" -ladvapi32
    x86_64-w64-mingw32-gcc -O1 -municode -o "$work/hold.exe" "$work/hold.c"
    as_nobody=()
    if [[ $EUID -eq 0 ]]; then
        chown -R nobody "$work"
        as_nobody=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
    fi
    ended=0
    "${as_nobody[@]}" env -i HOME="$work" PATH="$PATH" LANG=C.UTF-8 bash "$work/$(basename "$0")" --inside "$work" || ended=$?
    mkdir -p "$packages/wine"
    cp "$work"/shots/* "$packages/wine/" 2>/dev/null || true
    exit "$ended"
fi

work=$2
cd "$work"
# Wine's DirectX 12 ends the program with an assertion of its own, and has no software adapter.
export WGPU_BACKEND=vulkan,gl
export WINEPREFIX=$work/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' DISPLAY=
wine=/usr/lib/wine/wine64
server=/usr/lib/wine/wineserver64
[[ -x $server ]] || server=/usr/lib/wine/wineserver
passed=0 failed=0

check() {
    local name=$1
    shift
    if "$@" >"$work/last.log" 2>&1; then
        passed=$((passed + 1))
        echo "ok    $name"
    else
        failed=$((failed + 1))
        echo "FAIL  $name"
        sed 's/^/      /' "$work/last.log" | tail -n 15
    fi
}
# Fails with the exit code $1 and says $2, where that is not empty.
fails_with() {
    local expected=$1 said=$2 code=0
    shift 2
    "$@" >"$work/said.log" 2>&1 || code=$?
    cat "$work/said.log"
    # Setup says nothing, and no line of nothing matches anything.
    [[ $code -eq $expected ]] && { [[ -z $said ]] || grep -q -- "$said" "$work/said.log"; }
}
not() { ! "$@"; }
windows_path() { printf 'Z:%s' "${1//\//\\}"; }
registry() { "$wine" reg query "$@"; }
stop_programs() {
    "$server" -k || true
    "$server" -w || true
}
end() {
    stop_programs
    [[ -z ${display_process:-} ]] || kill "$display_process" 2>/dev/null || true
    echo "$passed passed, $failed failed"
    [[ $failed -eq 0 ]]
}

"$wine" wineboot --init >/dev/null 2>&1 || true
"$server" -w
classes='HKCU\Software\Classes'
uninstall='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\PropensityDesk'

# ---------------------------------------------------------------- install
before=$(registry "$classes" 2>/dev/null || true)
check "the installer installs without asking" "$wine" setup.exe /S
"$server" -w
program_folder=$(find "$WINEPREFIX/drive_c" -type d -path '*Local/Programs/Propensity Desk' | head -n 1)
program=$program_folder/propensity-desk.exe
check "into the person's own folder" test -s "$program"
check "with a shortcut in the start menu" bash -c "find '$WINEPREFIX' -name 'Propensity Desk.lnk' | grep -q 'Start Menu'"
check "and an entry to uninstall it" registry "$uninstall" /v QuietUninstallString
check "offered under Open with" registry "$classes\\Applications\\propensity-desk.exe\\SupportedTypes" /v .xlsx
for kind in .xlsx .xlsm .xls .csv; do
    check "$kind is not taken" not registry "$classes\\$kind"
done
cp bcryptprimitives.dll "$program_folder/"
desk() { "$wine" "$program" "$@"; }
console() { "$wine" "$program_folder/propensity-desk.com" "$@"; }

# ---------------------------------------------------------------- the command line
check "version" desk --version
check "a sample is written" desk sample --rows 300 --decorated -o sample.xlsx
check "check" bash -c "'$wine' '$program' check sample.xlsx | grep -q '\"status\":\"open\"'"
check "summary, in Japanese" bash -c "'$wine' '$program' summary sample.xlsx --language ja | grep -q '顧客'"
check "score" desk score sample.xlsx -o scores.csv
check "a marked copy" desk annotate sample.xlsx copy.xlsx
check "that is whole" unzip -tqq copy.xlsx
check "the console's program prints the same" bash -c \
    "diff <('$wine' '$program' summary sample.xlsx) <('$wine' '$program_folder/propensity-desk.com' summary sample.xlsx)"
check "and ends the same" fails_with 1 'looks like a program' console annotate setup.exe nothing.xlsx

# ---------------------------------------------------------------- saving safely
long=$work
for number in 1 2 3 4 5 6; do
    long="$long/顧客傾向レポートの保存先フォルダー・とても長い名前のものを重ねています・第$number階層"
done
mkdir -p "$long"
cp sample.xlsx "$long/顧客一覧.xlsx"
source_path=$(windows_path "$long/顧客一覧.xlsx")
check "the long path is longer than 260 characters" test ${#source_path} -gt 260
check "a marked copy in a long Japanese path" desk annotate "$source_path" "$(windows_path "$long/顧客一覧（印付き）.xlsx")"
check "that is whole too" unzip -tqq "$long/顧客一覧（印付き）.xlsx"
check "nothing is left beside it" test "$(find "$long" -type f | wc -l)" -eq 2

sum=$(sha256sum copy.xlsx)
for share in none read write; do
    mkfifo held
    "$wine" hold.exe copy.xlsx "$share" >held 2>/dev/null &
    holder=$!
    read -r _ <held
    check "a copy that another program has open ($share shared) is left alone" \
        fails_with 1 'Another program' desk annotate sample.xlsx copy.xlsx
    check "byte for byte" bash -c "sha256sum copy.xlsx | grep -qF '$sum'"
    kill "$holder" 2>/dev/null || true
    "$wine" taskkill /F /IM hold.exe >/dev/null 2>&1 || true
    wait "$holder" 2>/dev/null || true
    rm held
done
chmod 444 copy.xlsx
check "a read-only copy is left alone" fails_with 1 'is not allowed' desk annotate sample.xlsx copy.xlsx
check "byte for byte" bash -c "sha256sum copy.xlsx | grep -qF '$sum'"
chmod 644 copy.xlsx
mkdir closed
chmod 555 closed
check "a read-only folder is told" fails_with 1 'is not allowed' desk annotate sample.xlsx 'closed\copy.xlsx'
check "a folder that is missing is told" fails_with 1 'is not there' desk annotate sample.xlsx 'nowhere\copy.xlsx'
check "a copy is replaced once it is free" desk annotate sample.xlsx copy.xlsx
check "no temporary file is left" bash -c "! find '$work' -name '.pd-*.tmp' | grep ."
check "the sample is as it was" desk check sample.xlsx

# ---------------------------------------------------------------- the window
unset DISPLAY
mkfifo number
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp 3>number >/dev/null 2>&1 &
display_process=$!
read -r number <number
export DISPLAY=:$number
# Wine's desktop was begun without a display, and would keep every window from it.
stop_programs
window_shown() {
    local program=$1 shot=$2
    shift 2
    local start=${EPOCHREALTIME/./}
    "$wine" "$program" "$@" >"$work/window.log" 2>&1 &
    local try
    for try in $(seq 300); do
        if xdotool search --onlyvisible --name 'Propensity Desk' >/dev/null 2>&1; then
            echo "a window after $(((${EPOCHREALTIME/./} - start) / 1000)) ms"
            sleep 8
            import -window root "$work/shots/$shot.png"
            # A page with the sample has hundreds of colours; an empty window has a handful.
            [[ $(identify -format '%k' "$work/shots/$shot.png") -gt 200 ]]
            return
        fi
        sleep 0.1
    done
    cat "$work/window.log"
    return 1
}
check "the window starts and shows the sample" window_shown "$program" installed --sample
head -n 1 last.log | sed 's/^/      /'
check "while it runs, setup does not touch it" fails_with 2 '' "$wine" setup.exe /S
stop_programs

mkdir portable
unzip -q portable.zip -d portable
portable=$(find portable -name propensity-desk.exe)
cp bcryptprimitives.dll "$(dirname "$portable")/"
check "the portable program starts too" window_shown "$portable" portable --language ja
stop_programs
DISPLAY=

# ---------------------------------------------------------------- again, and away
check "setup over what is installed" "$wine" setup.exe /S
"$server" -w
rm "$program_folder/bcryptprimitives.dll"
check "uninstall without asking" "$wine" "$program_folder/uninstall.exe" /S
"$server" -w
check "the folder is gone" not test -e "$program_folder"
check "the shortcut is gone" bash -c "! find '$WINEPREFIX' -name 'Propensity Desk.lnk' | grep ."
check "the entry is gone" not registry "$uninstall"
check "Open with is as before" not registry "$classes\\Applications\\propensity-desk.exe"
check "the person's workbooks are still there" test -s copy.xlsx
end
