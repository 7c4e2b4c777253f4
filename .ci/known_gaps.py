#!/usr/bin/env python3
"""Runs the workbook judges of ../shared/tools on the program and compares what fails with the lists of known gaps.

  known_gaps.py PROGRAM SHARED WORK      WORK is a folder for the workbooks made and for the judges' full output

Two judges: hostile.py (`PROGRAM check FILE` on hostile and awkward workbooks) and roundtrip.py (`PROGRAM annotate IN
OUT` on real-world workbooks and on the hostile ones that are not huge). Known gaps are listed in known/hostile.txt and
known/roundtrip.txt beside this file: a name, two spaces or more, `#` and the reason on each line.

The run fails on a failure that is not listed, on a listed name that passes (so that a list can only shrink), on a
listed name that no longer exists, and when a judge's output cannot be understood. Standard library only.
"""

import dataclasses
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import zipfile

# The judges have a limit for each file; this one is for a judge that hangs itself.
JUDGE_SECONDS = 900
# Larger workbooks go through hostile.py only: roundtrip.py holds both copies in memory as Python objects.
ROUNDTRIP_UNPACKED_BYTES = 20_000_000
# hostile.py cuts file names to this many characters.
HOSTILE_NAME_WIDTH = 44
# roundtrip.py cuts the path of an unfaithful copy to this many characters from its end.
ROUNDTRIP_PATH_WIDTH = 90
# What roundtrip.py looks at.
WORKBOOK_ENDINGS = (".xlsx", ".xlsm")
# Stands in the list for hostile workbooks that the program must save and refuses: roundtrip.py does not name those.
REFUSALS = "hostile/(refusals)"


class Trouble(Exception):
    """A judge could not be run or understood, or a list is malformed."""


@dataclasses.dataclass
class Outcome:
    """What one judge said: every name it looked at, and why those failed that did."""

    names: set[str]
    failures: dict[str, str]


def read_known(path: pathlib.Path) -> dict[str, str]:
    """The known gaps of a list, by name, each with its reason."""
    known = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = re.fullmatch(r"(\S.*?)\s{2,}#\s*(\S.*)", line)
        if match is None:
            raise Trouble(f"{path}:{number}: expected `name  # reason`")
        name, reason = match.groups()
        if name in known:
            raise Trouble(f"{path}:{number}: {name} is listed twice")
        known[name] = reason
    return known


def closing_counts(output: str) -> tuple[int, int]:
    """The passed and failed counts of a judge's last line."""
    lines = output.strip().splitlines()
    match = re.fullmatch(r"(\d+) passed, (\d+) failed", lines[-1]) if lines else None
    if match is None:
        raise Trouble("the judge printed no closing line")
    return int(match.group(1)), int(match.group(2))


def parse_hostile(output: str, files: list[str]) -> Outcome:
    """Reads hostile.py's output: one line for each file, `ok  ` or `FAIL`, the cut name, figures, reasons."""
    shown = {file[:HOSTILE_NAME_WIDTH].rstrip(): file for file in files}
    if len(shown) != len(files):
        raise Trouble("two hostile files have the same name when cut")
    passed, failures = set(), {}
    for line in output.splitlines():
        verdict, name = line[:4], line[5 : 5 + HOSTILE_NAME_WIDTH].rstrip()
        if verdict == "ok  " and name in shown:
            passed.add(name)
        elif verdict == "FAIL" and name in shown:
            failures[name] = " ".join(line[5 + HOSTILE_NAME_WIDTH :].split())
    if closing_counts(output) != (len(passed), len(failures)) or len(passed) + len(failures) != len(files):
        raise Trouble("hostile.py's lines do not add up to its counts")
    return Outcome(set(shown), failures)


def parse_roundtrip(output: str, paths: dict[str, str]) -> Outcome:
    """Reads roundtrip.py's output, which has lines for failures only. `paths` gives the name of each path judged."""
    failures: dict[str, list[str]] = {}
    failed_lines = unjudged = 0
    for line in output.splitlines():
        match = re.match(r"(BAD|HANG|INPUT CHANGED|CRASH -?\d+|UNJUDGED) ", line)
        if match is None:
            continue
        said, rest = match.group(1), line[match.end() :]
        cut = ROUNDTRIP_PATH_WIDTH if said == "BAD" else None
        shown = {path[-cut:] if cut else path: name for path, name in paths.items()}
        path = max((path for path in shown if rest == path or rest.startswith(path + " ")), key=len, default=None)
        if path is None:
            raise Trouble(f"roundtrip.py names a file that it was not given: {line}")
        failures.setdefault(shown[path], []).append(f"{said} {rest[len(path):].strip()}".strip())
        failed_lines += said != "UNJUDGED"
        unjudged += said == "UNJUDGED"
    passed, failed = closing_counts(output)
    if failed != failed_lines or passed + failed + unjudged < len(paths):
        raise Trouble("roundtrip.py's lines do not add up to its counts")
    return Outcome(set(paths.values()), {name: "; ".join(said) for name, said in failures.items()})


def compare(outcome: Outcome, known: dict[str, str]) -> list[str]:
    """What makes the run fail; empty when exactly the known gaps fail."""
    unlisted = {name: why for name, why in outcome.failures.items() if name not in known}
    problems = [f"fails and is not a known gap: {name}: {why}" for name, why in unlisted.items()]
    for name in known:
        if name not in outcome.names:
            problems.append(f"listed as a known gap but does not exist: {name}")
        elif name not in outcome.failures:
            problems.append(f"listed as a known gap but passes, so take it off the list: {name}")
    return problems


def run_judge(arguments: list[str], log: pathlib.Path) -> str:
    """Runs a judge and gives what it printed, which is kept in `log` as well."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8:backslashreplace"}
    try:
        done = subprocess.run(
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=JUDGE_SECONDS,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        raise Trouble(f"{arguments[0]} took more than {JUDGE_SECONDS} s") from None
    output = done.stdout.decode("utf-8", "replace")
    errors = done.stderr.decode("utf-8", "replace")
    log.write_text(output + errors, encoding="utf-8")
    if done.returncode not in (0, 1) or "Traceback" in errors:
        raise Trouble(f"{arguments[0]} broke down: {errors.strip()[-500:]}")
    return output


def unpacked_bytes(path: pathlib.Path) -> int:
    """What a workbook says it unpacks to; 0 for one that is no readable archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return 0


def run_hostile(program: str, shared: pathlib.Path, work: pathlib.Path) -> Outcome:
    """Makes the hostile workbooks and has `check` judged on each."""
    tool, folder = str(shared / "tools/hostile.py"), work / "hostile"
    run_judge([tool, str(folder)], work / "hostile-make.log")
    files = [entry["file"] for entry in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]]
    output = run_judge([tool, str(folder), "--check", f"{program} check {{file}}"], work / "hostile.log")
    return parse_hostile(output, files)


def judge_roundtrip(
    program: str, shared: pathlib.Path, work: pathlib.Path, workbooks: list[pathlib.Path]
) -> tuple[Outcome, int]:
    """Has `annotate` judged on workbooks of one folder tree; also how many of them the program refused to save."""
    top = pathlib.Path(os.path.commonpath(workbooks))
    paths = {str(path): f"{path.parent.name}/{path.name}" for path in workbooks}
    listed = work / f"roundtrip-{top.name}-files.txt"
    listed.write_text("\n".join(paths), encoding="utf-8")
    command = f"{program} annotate {{in}} {{out}}"
    arguments = [str(shared / "tools/roundtrip.py"), "--cmd", command, "--list", str(listed), str(top)]
    output = run_judge(arguments, work / f"roundtrip-{top.name}.log")
    refused = re.search(r"^\{.*'refused': (\d+)", output, re.MULTILINE)
    return parse_roundtrip(output, paths), int(refused.group(1)) if refused else 0


def run_roundtrip(program: str, shared: pathlib.Path, work: pathlib.Path) -> Outcome:
    """Has `annotate` judged on the corpus, which may be refused, and on hostile workbooks, of which some must not."""
    corpus = [path for path in (shared / "corpus").rglob("*") if path.suffix.lower() in WORKBOOK_ENDINGS]
    hostile, may_be_refused = [], 0
    for entry in json.loads((work / "hostile/manifest.json").read_text(encoding="utf-8"))["files"]:
        path = work / "hostile" / entry["file"]
        if path.suffix.lower() in WORKBOOK_ENDINGS and unpacked_bytes(path) <= ROUNDTRIP_UNPACKED_BYTES:
            hostile.append(path)
            may_be_refused += entry.get("save") != "must-preserve"
    corpus_outcome, _ = judge_roundtrip(program, shared, work, corpus)
    outcome, refused = judge_roundtrip(program, shared, work, hostile)
    outcome.names |= corpus_outcome.names | {REFUSALS}
    outcome.failures |= corpus_outcome.failures
    if refused > may_be_refused:
        outcome.failures[REFUSALS] = f"{refused} workbooks refused, at most {may_be_refused} may be"
    return outcome


def main() -> int:
    if len(sys.argv) != 4:
        print(__doc__)
        return 2
    program = shlex.quote(str(pathlib.Path(sys.argv[1]).resolve()))
    shared, work = pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(sys.argv[3]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    lists = pathlib.Path(__file__).resolve().parent / "known"
    failed = False
    for judge, run in (("hostile", run_hostile), ("roundtrip", run_roundtrip)):
        try:
            known = read_known(lists / f"{judge}.txt")
            outcome = run(program, shared, work)
        except (Trouble, OSError, ValueError, KeyError) as trouble:
            print(f"{judge}: {trouble}\n{judge}: 0 passed, 1 failed", flush=True)
            failed = True
            continue
        problems = compare(outcome, known)
        for name in sorted(set(outcome.failures) & set(known)):
            print(f"{judge}: known gap: {name}: {known[name]}")
        for problem in problems:
            print(f"{judge}: {problem}")
        passed = len(outcome.names) - len(outcome.failures)
        gaps = len(set(outcome.failures) & set(known))
        print(f"{judge}: {passed} passed, {len(problems)} failed, {gaps} skipped", flush=True)
        failed |= bool(problems)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
