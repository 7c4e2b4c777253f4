#!/usr/bin/env python3
"""Compares the cells that this program's reader finds with those of calamine and of openpyxl.

  compare_readers.py EXAMPLE SHARED WORK    EXAMPLE is the built examples/compare_readers; WORK holds the hostile
                                            workbooks made before, and gets the full output

The files: ../shared/corpus and the hostile workbooks. What differs must be listed in known/readers.txt beside this
file with its reason, as `folder/file:reader`; a listed name that agrees, or no longer exists, fails the run as well.
A file of the corpus that the program refuses counts as a difference (`:refused`); refusals of hostile files are judged
elsewhere. Needs openpyxl; without it that half is left out, and the run says so.
"""

import datetime
import json
import pathlib
import re
import subprocess
import sys
import warnings

from known_gaps import WORKBOOK_ENDINGS, Outcome, Trouble, compare, read_known, unpacked_bytes

try:
    import openpyxl
except ImportError:
    openpyxl = None

# Each file is read in a process of its own.
READ_SECONDS = 120
# openpyxl keeps a sheet as Python objects.
OPENPYXL_UNPACKED_BYTES = 8_000_000
# ISO/IEC 29500-1, 22.9.2.19; openpyxl leaves it as it stands.
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
# So many differences of a file are told.
TOLD = 3


def read_file(example: str, path: pathlib.Path, cells: pathlib.Path) -> list[list[str]]:
    """The example's lines on `path`, each as verdict, sheet and what is told."""
    cells.unlink(missing_ok=True)
    try:
        done = subprocess.run(
            [example, str(path), str(cells)], stdin=subprocess.DEVNULL, capture_output=True, timeout=READ_SECONDS
        )
    except subprocess.TimeoutExpired:
        return [["differs", "", f"takes more than {READ_SECONDS} s"]]
    lines = [line.split("\t") for line in done.stdout.decode("utf-8", "replace").splitlines()]
    # Past the line `read`, it was calamine that broke down.
    if done.returncode != 0 and not any(line[0] == "read" for line in lines):
        lines.append(["differs", "", f"ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-300:]}"])
    return lines


def meaning(cell) -> list | None:
    """What openpyxl found, in the words of the example; None for nothing."""
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "e":
        return ["e"]
    if isinstance(value, bool):
        return ["b", value]
    if isinstance(value, datetime.datetime):
        return ["d", value.date().isoformat()]
    if isinstance(value, datetime.date):
        return ["d", value.isoformat()]
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return ["time", str(value)]
    if isinstance(value, (int, float)):
        return ["n", float(value)]
    return ["s", str(value)]


def agree(ours: list | None, theirs: list | None) -> bool:
    """Whether both mean the same."""
    if ours == theirs:
        return True
    if ours is None or theirs is None:
        # openpyxl keeps the spaces around texts that are not marked as preserved.
        return ours is None and theirs[0] == "s" and not theirs[1].strip(" \t\r\n")
    if ours[0] == theirs[0] == "s":
        return ours[1].strip(" \t\r\n") == meant(theirs[1]).strip(" \t\r\n")
    if ours[0] == "s" and theirs[0] in ("d", "time"):
        # A day in letters stays text until its column is read as days.
        return ours[1].startswith(theirs[1])
    if theirs[0] == "time":
        # The program tells a time of day as its number, and hours past the first day as any other moment.
        return ours[0] in ("n", "d")
    if ours[0] == "n" and theirs[0] == "d":
        # Before the first day there is none in a spreadsheet; openpyxl counts on.
        return ours[1] < 0
    return ours[0] == theirs[0] == "n" and abs(ours[1] - theirs[1]) <= 1e-12 * abs(ours[1])


def meant(text: str) -> str:
    """A text with its escapes undone; half a character alone becomes the mark for what is unknown."""
    units = ESCAPE.sub(lambda unit: chr(int(unit[1], 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def against_openpyxl(path: pathlib.Path, found: dict) -> list[str]:
    """Where openpyxl finds something else, sheet by sheet; empty when nowhere."""
    try:
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True, rich_text=False)
    except Exception:  # It refuses in many ways, and then there is nothing to compare.
        return []
    told = []
    for name, cells in found.items():
        if name not in book.sheetnames or not hasattr(book[name], "_cells"):
            continue
        theirs = {cell.coordinate: meaning(cell) for cell in list(book[name]._cells.values())}
        for place in sorted(set(cells) | {place for place, value in theirs.items() if value is not None}):
            if not agree(cells.get(place), theirs.get(place)):
                told.append(f"{name}!{place} {cells.get(place)} | {theirs.get(place)}")
    return told


def judge(example: str, shared: pathlib.Path, work: pathlib.Path, log) -> Outcome:
    """Compares every file; the names are `folder/file:reader`."""
    outcome = Outcome(set(), {})
    corpus = [path for path in (shared / "corpus").rglob("*") if path.suffix.lower() in WORKBOOK_ENDINGS]
    hostile = [path for path in (work / "hostile").iterdir() if path.suffix.lower() in WORKBOOK_ENDINGS]
    found_file = work / "cells.json"
    for path in sorted(corpus) + sorted(hostile):
        name = f"{path.parent.name}/{path.name}"
        lines = read_file(example, path, found_file)
        log.write("".join(f"{name}\t{chr(9).join(line)}\n" for line in lines))
        verdicts = {"differs": [], "refused": []}
        for verdict, *told in lines:
            verdicts.setdefault(verdict, []).append(" ".join(told))
        outcome.names |= {f"{name}:calamine"} | ({f"{name}:refused"} if path in corpus else set())
        if verdicts["differs"]:
            outcome.failures[f"{name}:calamine"] = "; ".join(verdicts["differs"])
        if verdicts["refused"] and path in corpus:
            outcome.failures[f"{name}:refused"] = "; ".join(verdicts["refused"])
        if openpyxl and found_file.exists() and unpacked_bytes(path) <= OPENPYXL_UNPACKED_BYTES:
            outcome.names.add(f"{name}:openpyxl")
            told = against_openpyxl(path, json.loads(found_file.read_text(encoding="utf-8")))
            if told:
                outcome.failures[f"{name}:openpyxl"] = f"{len(told)} cells: {'; '.join(told[:TOLD])}"
                log.write("".join(f"{name}\topenpyxl\t{line}\n" for line in told[:50]))
    return outcome


def main() -> int:
    if len(sys.argv) != 4:
        print(__doc__)
        return 2
    example = str(pathlib.Path(sys.argv[1]).resolve())
    shared, work = pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
    try:
        known = read_known(pathlib.Path(__file__).resolve().parent / "known/readers.txt")
        with open(work / "readers.log", "w", encoding="utf-8", errors="backslashreplace") as log:
            outcome = judge(example, shared, work, log)
    except (Trouble, OSError, ValueError, KeyError) as trouble:
        print(f"readers: {trouble}\nreaders: 0 passed, 1 failed", flush=True)
        return 1
    if openpyxl is None:
        print("readers: openpyxl is not installed, so nothing was compared with it")
        known = {name: why for name, why in known.items() if not name.endswith(":openpyxl")}
    problems = compare(outcome, known)
    for name in sorted(set(outcome.failures) & set(known)):
        print(f"readers: known difference: {name}: {known[name]}")
    for problem in problems:
        print(f"readers: {problem}".encode("utf-8", "backslashreplace").decode("utf-8"))
    passed, gaps = len(outcome.names) - len(outcome.failures), len(set(outcome.failures) & set(known))
    print(f"readers: {passed} passed, {len(problems)} failed, {gaps} skipped", flush=True)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
