#!/usr/bin/env bash
# Builds the Linux packages: a .deb, and a tarball with its own install.sh for a home folder. They go to target/packages.
#
# PROGRAM=PATH packs a program that is built already. See packaging/reproducible.sh for the rest of the environment.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../reproducible.sh"
./packaging/install-missing.sh gcc libc6-dev dpkg-dev binutils xz-utils python3

program=${PROGRAM:-}
if [[ -z $program ]]; then
    # What is the same twice is kept once. Only the linker that Rust brings for x86-64 knows how.
    same_once=
    [[ $(uname -m) != x86_64 ]] || same_once="-Clink-arg=-Wl,--icf=all,-O2"
    remap_paths $same_once
    cargo build --locked --profile "$profile"
    program=$build_folder/$profile/propensity-desk
fi
architecture=$(dpkg --print-architecture)
mkdir -p "$packages"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Everything under usr, as both packages bring it. $1: the folder that stands for /usr.
lay_out() {
    local usr=$1 size page
    install -D -m 755 "$program" "$usr/bin/propensity-desk"
    strip --strip-unneeded "$usr/bin/propensity-desk"
    install -D -m 644 packaging/propensity-desk.desktop "$usr/share/applications/propensity-desk.desktop"
    install -D -m 644 packaging/linux/propensity-desk.metainfo.xml "$usr/share/metainfo/invalid.propensity_desk.PropensityDesk.metainfo.xml"
    for size in 16 32 48 128 256 512; do
        install -D -m 644 "packaging/linux/icons/$size.png" "$usr/share/icons/hicolor/${size}x$size/apps/propensity-desk.png"
    done
    install -D -m 644 packaging/propensity-desk.svg "$usr/share/icons/hicolor/scalable/apps/propensity-desk.svg"
    for page in packaging/generated/man/*.1; do
        install -d "$usr/share/man/man1"
        gzip -9 --no-name --stdout "$page" >"$usr/share/man/man1/$(basename "$page").gz"
    done
    local completions=packaging/generated/completions
    install -D -m 644 "$completions/propensity-desk.bash" "$usr/share/bash-completion/completions/propensity-desk"
    install -D -m 644 "$completions/_propensity-desk" "$usr/share/zsh/vendor-completions/_propensity-desk"
    install -D -m 644 "$completions/propensity-desk.fish" "$usr/share/fish/vendor_completions.d/propensity-desk.fish"
    local doc=$usr/share/doc/propensity-desk
    install -d "$doc"
    gzip -9 --no-name --stdout CHANGELOG.md >"$doc/changelog.gz"
    install -m 644 packaging/generated/sbom.cdx.json "$doc/"
    {
        echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
        echo 'Upstream-Name: Propensity Desk'
        echo
        echo 'Files: *'
        echo 'Copyright: 2026 The Propensity Desk developers'
        echo 'License: MIT or Apache-2.0'
        echo ' On Debian systems the Apache License 2.0 stands in /usr/share/common-licenses/Apache-2.0.'
        sed -e 's/^$/./' -e 's/^/ /' LICENSE-MIT
        echo
        echo 'Comment: The libraries and fonts inside the program, and their licences, follow.'
        sed -e 's/^[[:space:]]*$/./' -e 's/^/ /' assets/licences/third-party.txt
    } >"$doc/copyright"
    chmod -R u=rwX,go=rX "$usr"
}

build_deb() {
    local root=$work/deb libc
    lay_out "$root/usr"
    # The oldest C library that has all the program asks for.
    libc=$(objdump -T "$root/usr/bin/propensity-desk" | grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -V | tail -n 1)
    install -d -m 755 "$root/DEBIAN"
    (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
    chmod 644 "$root/DEBIAN/md5sums"
    # Windows and pictures are reached through libraries that the program opens by name when it starts, so that
    # dpkg-shlibdeps cannot see them.
    cat >"$root/DEBIAN/control" <<CONTROL
Package: propensity-desk
Version: $version
Architecture: $architecture
Maintainer: The Propensity Desk developers <maintainers@propensity-desk.invalid>
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f 1)
Section: misc
Priority: optional
Depends: libc6 (>= $libc), libgcc-s1, libgl1, libx11-6, libx11-xcb1, libxcursor1, libxi6, libxkbcommon-x11-0
Recommends: libegl1, libfontconfig1, libwayland-client0, libwayland-cursor0, libwayland-egl1, libxkbcommon0, xdg-desktop-portal-gtk | xdg-desktop-portal-backend | zenity
Description: decide whom to call from customer propensity workbooks
 Opens the customer propensity reports (CloudAscent) that a Microsoft partner
 downloads from Partner Center, shows on one screen whom to call, and saves a
 marked-up copy for colleagues that keeps everything else of the workbook.
 .
 Works offline: it opens no network connection.
CONTROL
    settle_times "$root"
    # One thread: more cut the data at other places, and pack it worse.
    dpkg-deb --root-owner-group -Zxz -z9 --threads-max=1 --build "$root" "$packages/propensity-desk_${version}_$architecture.deb" >/dev/null
}

build_tarball() {
    local name=propensity-desk-$version-linux-$(uname -m)
    lay_out "$work/$name/usr"
    install -m 755 packaging/linux/install.sh "$work/$name/install.sh"
    install -m 644 README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$work/$name/"
    pack_tar "$work" "$name" "$packages/$name.tar.xz"
}

build_deb
build_tarball
ls -l "$packages"/propensity-desk[-_]"$version"[-_]*{.deb,linux*.tar.xz}
