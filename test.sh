#!/usr/bin/env bash
# Runs every test. Arguments are handed on to `cargo test`. Needs no display and no GPU.
#
# Saved workbooks are opened with LibreOffice and with openpyxl, so both are installed where they are missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly office=/usr/lib/libreoffice/program

# Debian may have LibreOffice without its spreadsheet; an office from elsewhere is whole.
has_calc() {
    command -v soffice >/dev/null && [[ ! -d $office || -e $office/libsclo.so ]]
}

has_openpyxl() {
    "$1" -c 'import openpyxl' >/dev/null 2>&1
}

packages=(gcc libc6-dev)
if ! has_calc; then
    # The variant without windows is smaller, but would push out a LibreOffice that has them.
    if [[ -d $office ]]; then
        packages+=(libreoffice-calc)
    else
        packages+=(libreoffice-calc-nogui)
    fi
fi
python=${PYTHON:-python3}
if ! has_openpyxl "$python" && ! has_openpyxl /usr/bin/python3; then
    packages+=(python3 python3-openpyxl)
fi
./packaging/install-missing.sh "${packages[@]}"

# The python3 that is found first need not be the system's, which is the one that can have Debian's openpyxl.
if ! has_openpyxl "$python" && has_openpyxl /usr/bin/python3; then
    python=/usr/bin/python3
fi
# The tests run the Python named here.
export PYTHON=$python

exec cargo test --locked "$@"
