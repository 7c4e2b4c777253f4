#!/usr/bin/env bash
# Rebuilds assets/fonts/BIZUDPGothic-Regular-subset.ttf and its licence from Debian's font package.
#
# The subset holds the characters of Windows code page 932, which Japanese workbooks are written in, and the font's
# other signs that are not kanji; rarer kanji come from the system's fonts. Hints are left out: the picture is as
# good without them and the file far smaller.
# Needs apt-get, dpkg-deb, python3 with venv, and the package registries. No root rights.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly package=fonts-morisawa-bizud-gothic
readonly fonttools_version=4.68.0
readonly target=assets/fonts/BIZUDPGothic-Regular-subset.ttf

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$work" && apt-get download --quiet "$package" && dpkg-deb -x "$package"_*.deb unpacked)
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet "fonttools==$fonttools_version"

"$work/venv/bin/python" - >"$work/cp932.txt" <<'PYTHON'
# Every character that one or two bytes of code page 932 stand for, private use apart.
characters = set()
for lead in range(256):
    for encoded in [bytes([lead])] + [bytes([lead, trail]) for trail in range(256)]:
        try:
            characters.update(encoded.decode("cp932"))
        except UnicodeDecodeError:
            pass
for character in sorted(characters):
    if character.isprintable() or character == "\u3000":
        print(f"{ord(character):04X}")
# European letters, and the signs around the kanji: the yen sign and wave dash of plain Shift JIS, arrows, a tick.
for first, last in ((0x00A0, 0x024F), (0x2000, 0x27FF), (0x3000, 0x33FF)):
    for code in range(first, last + 1):
        print(f"{code:04X}")
PYTHON

mkdir -p assets/fonts
"$work/venv/bin/pyftsubset" "$work/unpacked/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Regular.ttf" \
    --unicodes-file="$work/cp932.txt" --no-hinting --layout-features='kern,palt' --no-recalc-timestamp \
    --output-file="$target"

# The package's copyright file carries the licence indented by a space, with " ." for an empty line.
{
    echo 'Copyright 2022 The BIZ UDGothic Project Authors (https://github.com/googlefonts/morisawa-biz-ud-gothic)'
    echo
    echo 'This Font Software is licensed under the SIL Open Font License, Version 1.1.'
    echo 'BIZUDPGothic-Regular-subset.ttf is a Modified Version: a subset without hints.'
    echo
    sed -n '/SIL OPEN FONT LICENSE Version 1.1/,$p' "$work/unpacked/usr/share/doc/$package/copyright" |
        sed -e '2d' -e 's/^ \.$//' -e 's/^ //'
} >assets/fonts/OFL.txt

ls -l "$target" assets/fonts/OFL.txt
