#!/usr/bin/env bash
# Installs the .deb of target/packages in a fresh Debian that has nothing but its base, works with the program, opens its
# window, and removes it again; then does the same with the archive in a home folder. Needs root, debootstrap and the
# Debian mirror.
#
# ROOT=FOLDER keeps the base for the next time. A picture of the window goes to target/packages/linux.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
packages=${PACKAGES:-$here/../../target/packages}
"$here/../install-missing.sh" debootstrap xvfb xdotool imagemagick
[[ $EUID -eq 0 ]] || { echo "this needs root" >&2; exit 1; }

work=$(mktemp -d)
base=${ROOT:-$work/base}
root=$work/root
display_process=
end() {
    [[ -z $display_process ]] || kill "$display_process" 2>/dev/null || true
    umount "$root/proc" 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT
if [[ ! -d $base/usr ]]; then
    debootstrap --variant=minbase bookworm "$base" http://deb.debian.org/debian >"$work/debootstrap.log" ||
        { tail -n 20 "$work/debootstrap.log"; exit 1; }
fi
cp -a "$base" "$root"
# Packages come the way they come outside.
cp /etc/resolv.conf "$root/etc/" 2>/dev/null || true
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
mount -t proc proc "$root/proc" 2>/dev/null || true
cp "$packages"/propensity-desk_*_amd64.deb "$root/tmp/propensity-desk.deb"
passed=0 failed=0

inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
check() {
    local name=$1
    shift
    if "$@" >"$work/last.log" 2>&1; then
        passed=$((passed + 1))
        echo "ok    $name"
    else
        failed=$((failed + 1))
        echo "FAIL  $name"
        tail -n 15 "$work/last.log" | sed 's/^/      /'
    fi
}
not() { ! "$@"; }

inside apt-get -qq update >/dev/null
before=$(inside dpkg-query --show --showformat '${Package}\n' | sort)
check "the package installs with what it depends on, and nothing recommended" \
    inside apt-get install -qq -y --no-install-recommends /tmp/propensity-desk.deb
echo "      brought along: $(comm -13 <(echo "$before") <(inside dpkg-query --show --showformat '${Package}\n' | sort) | wc -l) packages"
check "version" inside propensity-desk --version
check "a sample is written" inside propensity-desk sample --rows 300 --decorated -o /tmp/sample.xlsx
check "check" inside propensity-desk check /tmp/sample.xlsx
check "summary without a display" inside propensity-desk --sample --language ja
check "a marked copy" inside propensity-desk annotate /tmp/sample.xlsx /tmp/copy.xlsx
check "score" inside propensity-desk score /tmp/sample.xlsx -o /tmp/scores.csv
for file in applications/propensity-desk.desktop man/man1/propensity-desk.1.gz icons/hicolor/256x256/apps/propensity-desk.png \
    bash-completion/completions/propensity-desk metainfo/invalid.propensity_desk.PropensityDesk.metainfo.xml; do
    check "it brings $file" test -s "$root/usr/share/$file"
done
check "every library is there" bash -c "! chroot '$root' ldd /usr/bin/propensity-desk | grep 'not found'"
check "no file of the package is missing or changed" inside dpkg --verify propensity-desk

# The display is outside; its abstract socket is reached from inside.
mkfifo "$work/number"
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp 3>"$work/number" >/dev/null 2>&1 &
display_process=$!
read -r number <"$work/number"
export DISPLAY=:$number
window_shown() {
    chroot "$root" env -i PATH=/usr/bin HOME=/root LANG=C.UTF-8 DISPLAY="$DISPLAY" propensity-desk --sample >"$work/window.log" 2>&1 &
    local process=$! try
    for try in $(seq 100); do
        if xdotool search --onlyvisible --name 'Propensity Desk' >/dev/null 2>&1; then
            sleep 6
            mkdir -p "$packages/linux"
            import -window root "$packages/linux/clean-root.png"
            kill "$process"
            # A page with the sample has hundreds of colours; an empty window has a handful.
            [[ $(identify -format '%k' "$packages/linux/clean-root.png") -gt 200 ]]
            return
        fi
        sleep 0.1
    done
    cat "$work/window.log"
    return 1
}
check "the window starts and shows the sample" window_shown
check "it is removed" inside apt-get remove -qq -y --purge propensity-desk
check "without a trace" not inside bash -c 'ls /usr/bin/propensity-desk /usr/share/doc/propensity-desk 2>/dev/null | grep .'

# The archive, for somebody without administrator rights whose home has a space in its name.
mkdir "$root/home/some one"
tar --extract --file "$(ls "$packages"/propensity-desk-*-linux-*.tar.xz)" --directory "$root/home" --strip-components 1 --one-top-level=archive
chroot "$root" chown -R nobody /home
at_home() { chroot --userspec=nobody "$root" env -i PATH=/usr/bin:/bin HOME='/home/some one' LANG=C.UTF-8 "$@"; }
check "the archive installs into a home folder" at_home /home/archive/install.sh
check "its program works there" at_home '/home/some one/.local/bin/propensity-desk' annotate /tmp/sample.xlsx '/home/some one/copy.xlsx'
check "the menu starts it with its whole path" \
    at_home grep -F 'Exec="/home/some one/.local/bin/propensity-desk"' '/home/some one/.local/share/applications/propensity-desk.desktop'
check "it is taken away" at_home /home/archive/install.sh --remove
check "and nothing but the person's own file is left" \
    test "$(find "$root/home/some one" -type f -printf '%P')" = copy.xlsx
echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
