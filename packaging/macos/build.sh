#!/usr/bin/env bash
# Builds the macOS bundle for Intel and Apple processors and a disk image with it. Run it on a Mac with Xcode's
# command-line tools. NOT RUN YET: no Mac was at hand when it was written.
#
# To sign:      SIGN_AS="Developer ID Application: NAME (TEAM)"
# To notarise:  NOTARY_PROFILE=NAME, made once by `xcrun notarytool store-credentials NAME`
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
[[ $(uname) == Darwin ]] || { echo "this needs a Mac" >&2; exit 1; }

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
packages=target/packages
app="$packages/Propensity Desk.app"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH MACOSX_DEPLOYMENT_TARGET=11.0
export RUSTFLAGS="--remap-path-prefix=$PWD=/propensity-desk --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=/crates"

for target in x86_64-apple-darwin aarch64-apple-darwin; do
    rustup target add "$target"
    cargo build --locked --profile dist --target "$target"
done

rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources"
lipo -create -output "$app/Contents/MacOS/propensity-desk" \
    target/x86_64-apple-darwin/dist/propensity-desk target/aarch64-apple-darwin/dist/propensity-desk
sed "s/@VERSION@/$version/" packaging/macos/Info.plist >"$app/Contents/Info.plist"
cp packaging/macos/propensity-desk.icns "$app/Contents/Resources/"
cp assets/licences/third-party.txt packaging/generated/sbom.cdx.json LICENSE-MIT LICENSE-APACHE "$app/Contents/Resources/"
plutil -lint "$app/Contents/Info.plist"

if [[ -n ${SIGN_AS:-} ]]; then
    codesign --force --options runtime --timestamp --entitlements packaging/macos/entitlements.plist \
        --sign "$SIGN_AS" "$app"
    codesign --verify --strict --verbose=2 "$app"
else
    # Apple processors start nothing that is not signed at all.
    codesign --force --sign - "$app"
fi

image="$packages/propensity-desk-$version-macos.dmg"
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
rm -f "$image"
hdiutil create -volname "Propensity Desk" -srcfolder "$stage" -format UDZO "$image"

if [[ -n ${SIGN_AS:-} && -n ${NOTARY_PROFILE:-} ]]; then
    codesign --sign "$SIGN_AS" --timestamp "$image"
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature --verbose "$image"
fi
ls -l "$image"
