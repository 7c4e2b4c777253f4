# Sourced by the build scripts: what makes two builds of one commit give the same bytes, wherever they are made.
#
# Sets version, packages (the folder that the packages go to), profile and SOURCE_DATE_EPOCH; changes to the top of
# the checkout. PROFILE=release makes packages faster, for trying the scripts out; what is given to people is `dist`.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
checkout=$PWD
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
profile=${PROFILE:-dist}
build_folder=${CARGO_TARGET_DIR:-$checkout/target}
packages=${PACKAGES:-$build_folder/packages}
# The time of everything in a package: that of the commit, not of the build.
if [[ -z ${SOURCE_DATE_EPOCH:-} ]]; then
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Cargo.toml)
fi
export SOURCE_DATE_EPOCH
export LC_ALL=C.UTF-8 TZ=UTC
umask 022

# No path of the machine that builds stands in the program. The last prefix that fits counts.
remap_paths() {
    local cargo_home=${CARGO_HOME:-$HOME/.cargo}
    export RUSTFLAGS="--remap-path-prefix=$checkout=/propensity-desk --remap-path-prefix=$build_folder=/build \
--remap-path-prefix=$cargo_home/registry/src=/crates $*"
    export CARGO_INCREMENTAL=0
}

# Everything below the folder $1 gets the time of the commit.
settle_times() {
    find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

# The folder $2 below $1 as the archive $3 (.tar.xz), the same bytes each time.
pack_tar() {
    tar --create --directory "$1" --sort=name --format=gnu --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 \
        --numeric-owner --mode=go=rX,u+rw,a-s "$2" | xz --threads=1 -9 >"$3"
}

# The folder $2 below $1 as the archive $3 (.zip), the same bytes each time.
pack_zip() {
    settle_times "$1/$2"
    rm -f "$3"
    (cd "$1" && find "$2" -type f | sort | zip -q -X -9 -@ "$3")
}
