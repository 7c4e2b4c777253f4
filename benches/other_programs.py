#!/usr/bin/env python3
"""Times Python's readers and writers on one workbook, each in a process of its own.

  other_programs.py [--ours PROGRAM] FILE [WAY…]

Needs openpyxl, and for the others polars and fastexcel; a missing one is left out. PROGRAM is this project's own, built for
release: reading is `check`, to the portfolio with its sums; writing is `annotate`, a checked copy with marks. Prints wall seconds, processor seconds and the peak of memory in MB. FILE is one that `cargo bench` would make:
`cargo bench -- --write ROWS FILE`.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time


def openpyxl_read(path):
    import openpyxl

    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    return sum(1 for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def openpyxl_load_and_save(path):
    import openpyxl

    book = openpyxl.load_workbook(path)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as target:
        book.save(target.name)


def fastexcel_read(path):
    import fastexcel

    return fastexcel.read_excel(path).load_sheet(0).height


def polars_read(path):
    import polars

    return polars.read_excel(path).height


def ours_read(path):
    subprocess.run([os.environ["OURS"], "check", path], stdout=subprocess.DEVNULL, check=True)


def ours_annotate(path):
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "copy.xlsx")
        subprocess.run([os.environ["OURS"], "annotate", path, target], stdout=subprocess.DEVNULL, check=True)


OTHERS = (openpyxl_read, fastexcel_read, polars_read, openpyxl_load_and_save)
OURS = (ours_read, ours_annotate)
WAYS = {way.__name__: way for way in OURS + OTHERS}


def measure(way, path):
    """Runs one way here and prints what it took."""
    start = time.perf_counter()
    WAYS[way](path)
    wall = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN if WAYS[way] in OURS else resource.RUSAGE_SELF)
    print(f"{way:<24} {wall:8.2f} s {used.ru_utime + used.ru_stime:8.2f} s CPU {used.ru_maxrss / 1024:8.0f} MB")


def main():
    arguments = sys.argv[1:]
    if arguments[0] == "--measure":
        return measure(*arguments[1:])
    if arguments[0] == "--ours":
        os.environ["OURS"] = arguments[1]
        arguments = arguments[2:]
    path, ways = arguments[0], arguments[1:]
    for way in ways or [way.__name__ for way in (OURS if "OURS" in os.environ else ()) + OTHERS]:
        run = subprocess.run([sys.executable, __file__, "--measure", way, path], capture_output=True, text=True)
        print(run.stdout.rstrip() if run.returncode == 0 else f"{way:<24} left out: {run.stderr.strip().splitlines()[-1]}")


if __name__ == "__main__":
    main()
