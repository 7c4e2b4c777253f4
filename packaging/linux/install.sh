#!/bin/sh
# Installs Propensity Desk into a home folder, without administrator rights; `install.sh --remove` takes it away again.
# Documents and settings are left alone. PREFIX names another folder than ~/.local.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
prefix=${PREFIX:-$HOME/.local}

cd "$here/usr"
# zsh and fish look in other places below a home folder; their completions stay in the archive.
files=$(find bin share -type f ! -path 'share/zsh/*' ! -path 'share/fish/*')

if [ "${1:-}" = --remove ]; then
    for file in $files; do
        rm -f "$prefix/$file"
    done
    rmdir "$prefix/share/doc/propensity-desk" 2>/dev/null || true
    echo "Removed from $prefix."
    exit 0
fi

for file in $files; do
    mkdir -p "$prefix/$(dirname "$file")"
    cp -p "$file" "$prefix/$file"
done
# The menu starts programs without the shell's PATH.
desktop=$prefix/share/applications/propensity-desk.desktop
sed "s|^Exec=propensity-desk|Exec=\"$prefix/bin/propensity-desk\"|" share/applications/propensity-desk.desktop >"$desktop"
echo "Installed to $prefix. Start it from the menu, or: $prefix/bin/propensity-desk"
