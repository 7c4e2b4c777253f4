#!/usr/bin/env bash
# Builds the Windows packages on Debian: a portable zip, and an installer for one person without administrator rights.
# They go to target/packages.
#
# PROGRAM=PATH packs a propensity-desk.exe that is built already. See packaging/reproducible.sh for the rest of the
# environment.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../reproducible.sh"
./packaging/install-missing.sh gcc libc6-dev gcc-mingw-w64-x86-64-win32 nsis zip

readonly target=x86_64-pc-windows-gnu
if ! rustup target list --installed | grep -qx "$target"; then
    rustup target add "$target"
fi
# The linker would write the time into the program's head.
remap_paths -Clink-arg=-Wl,--no-insert-timestamp

program=${PROGRAM:-}
if [[ -z $program ]]; then
    cargo build --locked --profile "$profile" --target "$target"
    program=$build_folder/$target/$profile/propensity-desk.exe
fi
mkdir -p "$packages"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

name=propensity-desk-$version-windows-x64
folder=$work/$name
install -D -m 644 "$program" "$folder/propensity-desk.exe"
x86_64-w64-mingw32-strip --strip-unneeded --enable-deterministic-archives "$folder/propensity-desk.exe"
# shellcheck disable=SC2086 # several flags
rustc $RUSTFLAGS --edition 2024 --target "$target" -C opt-level=s -C strip=symbols -C codegen-units=1 \
    -o "$folder/propensity-desk.com" packaging/windows/console.rs
install -m 644 LICENSE-MIT "$folder/LICENSE-MIT.txt"
install -m 644 LICENSE-APACHE "$folder/LICENSE-APACHE.txt"
install -m 644 assets/licences/third-party.txt "$folder/THIRD-PARTY.txt"
install -m 644 packaging/generated/sbom.cdx.json "$folder/sbom.cdx.json"
chmod -R u=rwX,go=rX "$folder"
settle_times "$folder"

# NSIS takes the files of a folder in the order in which the file system gives them; a fresh copy, made in order,
# does not change that everywhere, so each is named.
(cd "$folder" && find . -type f -printf '%P\n' | sort) >"$work/files"
while IFS= read -r file; do
    printf 'Delete "$INSTDIR\\%s"\n' "$file"
done <"$work/files" >"$work/delete.nsh"
while IFS= read -r file; do
    printf 'File "%s/%s"\n' "$folder" "$file"
done <"$work/files" >"$work/files.nsh"

(cd packaging/windows && makensis -V2 -INPUTCHARSET UTF8 -DVERSION="$version" -DFILES="$work/files.nsh" \
    -DDELETIONS="$work/delete.nsh" -DOUTPUT="$packages/$name-setup.exe" installer.nsi)
pack_zip "$work" "$name" "$packages/$name.zip"
ls -l "$packages/$name"*
