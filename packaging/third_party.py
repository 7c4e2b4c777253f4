#!/usr/bin/env python3
"""Lists what is built into the program: the licence page that About shows, and a CycloneDX bill of materials.

  third_party.py            writes assets/licences/third-party.txt and packaging/generated/sbom.cdx.json
  third_party.py --check    fails when either is not what it would write

The list is the union over the systems that the program is shipped for, without crates that only tests need. Both files
follow from Cargo.lock and from the sources of the crates alone. Standard library only.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import textwrap
import tomllib

TOP = pathlib.Path(__file__).resolve().parent.parent
PAGE = TOP / "assets/licences/third-party.txt"
BILL = TOP / "packaging/generated/sbom.cdx.json"
TARGETS = ("x86_64-unknown-linux-gnu", "x86_64-pc-windows-gnu", "x86_64-apple-darwin", "aarch64-apple-darwin")
# Where the choice is given, MIT is taken: it asks for its text only.
PREFERRED = ("MIT", "Apache-2.0", "BSD-3-Clause", "ISC", "Zlib", "Unicode-3.0", "BSL-1.0", "CC0-1.0", "MIT-0", "0BSD")
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|unlicense|ofl|ufl)", re.IGNORECASE)


def metadata(target):
    """What cargo knows of the crates for `target`."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target]
    return json.loads(subprocess.run(command, cwd=TOP, check=True, stdout=subprocess.PIPE).stdout)


def linked(target):
    """Name and version of every crate that the program is linked from on `target`, as cargo builds it: without what
    only tests, build scripts and macros need."""
    command = ["cargo", "tree", "--locked", "--target", target, "--edges", "normal,no-proc-macro", "--prefix", "none"]
    lines = subprocess.run(command, cwd=TOP, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    pairs = (line.split()[:2] for line in lines if line.strip())
    return {(name, version.removeprefix("v")) for name, version in pairs}


def crates_and_edges():
    """The crates over all systems by id, which of them depend on which, and the program's own id."""
    crates, depends = {}, {}
    for target in TARGETS:
        wanted, known = linked(target), metadata(target)
        here = {p["id"]: p for p in known["packages"] if (p["name"], p["version"]) in wanted}
        crates |= here
        for node in known["resolve"]["nodes"]:
            if node["id"] in here:
                used = {other["pkg"] for other in node["deps"] if any(kind["kind"] is None for kind in other["dep_kinds"])}
                depends.setdefault(node["id"], set()).update(used & here.keys())
        root = known["resolve"]["root"]
    return crates, depends, root


def expression(package):
    """The crate's licence in today's form of SPDX."""
    return (package["license"] or "see its text").replace("/", " OR ").replace("  ", " ")


def texts(package):
    """The licence texts that the crate brings, by file name, those of fonts below it too."""
    folder = pathlib.Path(package["manifest_path"]).parent
    files = [path for path in folder.iterdir() if path.is_file() and LICENCE_FILE.match(path.name)]
    for name in ("fonts", "LICENSES", "licenses"):
        files += [path for path in (folder / name).glob("*.txt") if path.is_file()]
    files = [path for path in files if path.suffix.lower() in ("", ".txt", ".md", ".mit", ".apache", ".rst")]
    chosen = narrowed(package, files)
    return {path.name: tidy(path.read_text(encoding="utf-8", errors="replace")) for path in sorted(chosen)}


def narrowed(package, files):
    """Of a choice between licences, the file of the one taken, where the names tell it."""
    if " AND " in expression(package) or " OR " not in expression(package):
        return files
    alternatives = [part.strip(" ()") for part in expression(package).split(" OR ")]
    for licence in PREFERRED:
        if licence in alternatives:
            word = licence.split("-")[0].lower()
            named = [path for path in files if word in path.name.lower()]
            if named:
                return named
    return files


def taken_licence(package):
    """The licence that is taken of those the crate offers."""
    offered = re.split(r" OR | AND ", expression(package).replace("(", "").replace(")", ""))
    return next((licence for licence in PREFERRED if licence in offered), offered[0])


def holders(package):
    """Whose the crate is, as it says itself."""
    return ", ".join(re.sub(r"\s*<.*?>", "", author) for author in package["authors"]) or f"the {package['name']} authors"


def tidy(text):
    """The text without trailing blanks and byte order mark."""
    lines = [line.rstrip() for line in text.replace("\ufeff", "").replace("\f", "").splitlines()]
    return "\n".join(lines).strip()


def wrapped(text):
    """The text with lines that fit a page."""
    lines = (textwrap.wrap(line, 96) if len(line) > 96 else [line] for line in text.splitlines())
    return "\n".join(part for line in lines for part in line)


FIXED = [
    ("Rust standard library", "MIT OR Apache-2.0", "https://www.rust-lang.org"),
    ("MinGW-w64 runtime (Windows only)", "ZPL-2.1 AND MIT", "https://www.mingw-w64.org"),
    ("BIZ UDPGothic, a subset", "OFL-1.1", "https://github.com/googlefonts/morisawa-biz-ud-gothic"),
]


def page(crates):
    """The licence page."""
    out = ["Propensity Desk is licensed under MIT or Apache-2.0, at your choice.", "It is built from the work of others:", ""]
    for name, licence, _ in FIXED:
        out.append(f"{name}: {licence}")
    by_text = {}
    for package in crates:
        label = f"{package['name']} {package['version']}"
        out.append(f"{label}: {expression(package)}")
        for text in texts(package).values():
            by_text.setdefault(text, []).append(label)
    bare = [package for package in crates if not texts(package)]
    for licence, file in (("MIT", "LICENSE-MIT"), ("Apache-2.0", "LICENSE-APACHE")):
        # The usual text of the licence, without the line that says whose this program is.
        text = re.sub(r"\n*Copyright \(c\).*", "", tidy((TOP / file).read_text(encoding="utf-8")))
        taken = [package for package in bare if taken_licence(package) == licence]
        by_text.setdefault(text, []).extend(
            f"{package['name']} {package['version']} (Copyright: {holders(package)})" for package in taken
        )
    by_text.setdefault(tidy((TOP / "assets/fonts/OFL.txt").read_text(encoding="utf-8")), []).append(FIXED[2][0])
    for text, labels in sorted(by_text.items(), key=lambda item: (item[1], item[0])):
        named = textwrap.wrap(", ".join(dict.fromkeys(labels)), 96, break_long_words=False, break_on_hyphens=False)
        out += ["", "-" * 72, *named, "", wrapped(text)]
    return "\n".join(out) + "\n"


def bill(crates, depends, root):
    """The bill of materials, CycloneDX 1.5. No time and no serial number: the same sources give the same bytes."""

    def reference(package):
        return f"pkg:cargo/{package['name']}@{package['version']}"

    checksums = lock_checksums()
    components = []
    for package in crates:
        component = {
            "type": "library",
            "bom-ref": reference(package),
            "name": package["name"],
            "version": package["version"],
            "purl": reference(package),
            "licenses": [{"expression": expression(package)}],
        }
        if checksum := checksums.get((package["name"], package["version"])):
            component["hashes"] = [{"alg": "SHA-256", "content": checksum}]
        if package["repository"]:
            component["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
        components.append(component)
    font = (TOP / "assets/fonts/BIZUDPGothic-Regular-subset.ttf").read_bytes()
    components.append(
        {
            "type": "data",
            "bom-ref": "font:BIZUDPGothic",
            "name": FIXED[2][0],
            "version": "1.05",
            "licenses": [{"expression": "OFL-1.1"}],
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(font).hexdigest()}],
        }
    )
    references = {package["id"]: reference(package) for package in [*crates, root]}
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "metadata": {
                "component": {
                    "type": "application",
                    "bom-ref": reference(root),
                    "name": root["name"],
                    "version": root["version"],
                    "licenses": [{"expression": expression(root)}],
                }
            },
            "components": components,
            "dependencies": [
                {"ref": name, "dependsOn": sorted(references[other] for other in depends.get(crate, ()))}
                for crate, name in sorted(references.items(), key=lambda item: item[1])
            ],
        },
        indent=1,
        ensure_ascii=False,
    ) + "\n"


def lock_checksums():
    """The checksum of each crate, by name and version."""
    lock = tomllib.loads((TOP / "Cargo.lock").read_text(encoding="utf-8"))
    return {(crate["name"], crate["version"]): crate.get("checksum") for crate in lock["package"]}


def main():
    crates, depends, root = crates_and_edges()
    program = crates.pop(root)
    ordered = sorted(crates.values(), key=lambda package: (package["name"], package["version"]))
    without = [package for package in ordered if not texts(package)]
    behind = []
    for path, text in ((PAGE, page(ordered)), (BILL, bill(ordered, depends, program))):
        if "--check" in sys.argv[1:]:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                behind.append(str(path.relative_to(TOP)))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(ordered)} crates, {len(without)} of them under the usual text of their licence")
    for package in ordered:
        if not texts(package) and taken_licence(package) not in ("MIT", "Apache-2.0", "BSL-1.0"):
            print(f"no licence text: {package['name']}: {expression(package)}")
            return 1
    if behind:
        print(f"behind Cargo.lock, run packaging/third_party.py: {', '.join(behind)}")
    return int(bool(behind))


if __name__ == "__main__":
    sys.exit(main())
