#!/usr/bin/env bash
# Builds the packages of the checked-out commit in two folders of different names, and compares every byte.
#
# Arguments: linux, windows, or both (the default). FIRST=FOLDER takes packages that are built already as the first.
# The first build is that of the checkout itself: change nothing in it meanwhile. What differs is named, part by part.
# Leaves the second build's packages in target/second-build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
systems=("$@")
[[ ${#systems[@]} -gt 0 ]] || systems=(linux windows)
if [[ -n $(git status --porcelain --untracked-files=no) ]]; then
    echo "the checkout has changes; commit them first" >&2
    exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Another depth and another name, so that a path that slipped into the program shows.
second=$work/a/rather/long/way/down/to/checkout
git clone --quiet --no-hardlinks . "$second"
first=${FIRST:-}
if [[ -z $first ]]; then
    first=$work/first
    for system in "${systems[@]}"; do
        PACKAGES=$first "packaging/$system/build.sh"
    done
fi
for system in "${systems[@]}"; do
    (cd "$second" && PACKAGES=$work/second CARGO_TARGET_DIR=$work/target "packaging/$system/build.sh")
done

mkdir -p target/second-build
cp "$work"/second/* target/second-build/
differing=0
for package in "$work"/second/*; do
    name=$(basename "$package")
    if cmp -s "$package" "$first/$name"; then
        echo "same      $name  $(sha256sum <"$package" | cut -c 1-16)"
    else
        echo "DIFFERS   $name"
        cmp "$package" "$first/$name" | head -n 1 || true
        differing=$((differing + 1))
    fi
done
[[ $differing -eq 0 ]]
