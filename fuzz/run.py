#!/usr/bin/env python3
"""Builds fuzz targets and runs them, some at once, each for so many seconds of processor time.

  run.py [--seconds 1200] [--at-once 2] [--as-built] TARGET…      all targets when none is named

Plain cargo builds them; cargo-fuzz is not needed. They run at idle priority, so the seconds may take long by the clock.
What a target has run is kept in target/runs.json for as long as its program is the same, and a run that was stopped goes
on; --as-built goes on with the programs that are there, where the code under test has not changed. A crash ends the run
of its target; its input lies in artifacts/. Do not suspend a run: the fuzzer takes a pause of five minutes for an input
without an end. Standard library only, Linux only.
"""

import argparse
import contextlib
import hashlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = HERE / "target/x86_64-unknown-linux-gnu/release"
RUNS = HERE / "target/runs.json"
RUNS_LOCK = threading.Lock()
# What cargo-fuzz gives the compiler without a sanitizer.
COVERAGE = """-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0
    --cfg fuzzing -Cdebug-assertions -Ccodegen-units=1"""
LONGEST_INPUT = {"open": 16384, "csv": 65536}


def build(targets):
    flags = " ".join(COVERAGE.split())
    command = ["cargo", "build", "--locked", "--release", "--target", "x86_64-unknown-linux-gnu"]
    for target in targets:
        command += ["--bin", target]
    subprocess.run(command, cwd=HERE, env=os.environ | {"RUSTFLAGS": flags, "RUSTC_BOOTSTRAP": "1"}, check=True)


def processor_seconds(process):
    """Processor time, the system's part included, of a process that has not been waited for."""
    fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def known_runs():
    return json.loads(RUNS.read_text()) if RUNS.exists() else {}


def remember(target, digest, used):
    with RUNS_LOCK:
        RUNS.write_text(json.dumps(known_runs() | {target: {"program": digest, "seconds": round(used, 1)}}, indent=1))


def run(target, seconds):
    """Runs `target` until it has used so many seconds in all; how many it has now, and its exit code if it fell."""
    program = PROGRAMS / target
    digest = hashlib.sha256(program.read_bytes()).hexdigest()
    with RUNS_LOCK:
        before = known_runs().get(target, {})
    used = start = before.get("seconds", 0.0) if before.get("program") == digest else 0.0
    for folder in ("corpus", "artifacts"):
        (HERE / folder / target).mkdir(parents=True, exist_ok=True)
    log = open(PROGRAMS / f"{target}.log", "ab")
    command = ["chrt", "-i", "0", program, HERE / "corpus" / target, HERE / "seeds" / target]
    command += [f"-max_len={LONGEST_INPUT.get(target, 4096)}", "-rss_limit_mb=2048", "-timeout=300"]
    command += [f"-artifact_prefix={HERE}/artifacts/{target}/"]
    environment = os.environ | {"TMPDIR": "/dev/shm"}
    process = subprocess.Popen(
        command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment, start_new_session=True
    )
    # Where the kernel shares time among sessions first, a process of idle priority takes its session's whole share.
    with contextlib.suppress(OSError):
        pathlib.Path(f"/proc/{process.pid}/autogroup").write_text("19")
    try:
        while used < seconds and os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            time.sleep(2)
            used = start + processor_seconds(process.pid)
            remember(target, digest, used)
    finally:
        fell = process.poll()
        if fell is None:
            process.send_signal(signal.SIGINT)
            process.wait()
    return used, fell


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=1200)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--as-built", action="store_true")
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    arguments = parser.parse_args()
    targets = arguments.targets or sorted(path.stem for path in (HERE / "fuzz_targets").glob("*.rs"))
    if not arguments.as_built:
        build(targets)
    fallen = 0
    with ThreadPoolExecutor(arguments.at_once) as pool:
        runs = {target: pool.submit(run, target, arguments.seconds) for target in targets}
        for target, ended in runs.items():
            used, fell = ended.result()
            fallen += fell is not None
            print(f"{target:<10} {used:8.0f} s of processor time {'clean' if fell is None else f'FELL ({fell})'}", flush=True)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
