#!/usr/bin/env python3
"""Traces every socket and file of the program while it opens, scores and saves, and names what it may not touch.

  privacy.py PROGRAM WORK            the commands, without a display
  privacy.py PROGRAM WORK --window   the window under Xvfb too: opened with a file, scored, saved by Ctrl+S

The commands may open no socket at all. The window may connect to the display, the session's bus with the portal and
the accessibility bus behind it; never to an address of a network. Files: the source, the target, temporary files,
fonts, the program's own settings, and what the system's libraries need to run and draw. Each allowed place stands
below with its reason. A trace of a program that breaks the rules comes first, so that a blind tracer is found out.
Needs strace; the window Xvfb, xdotool and dbus-daemon too. Standard library only.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

# Files that the system's libraries open, by the beginning of their path.
SYSTEM = {
    "/lib/": "libraries",
    "/lib64/": "libraries",
    "/usr/lib/": "libraries",
    "/usr/local/lib/": "libraries",
    "/etc/ld.so.": "where libraries are",
    "/proc/self/": "the process itself: memory map, limits of its group",
    "/proc/stat": "number of processors",
    "/proc/cpuinfo": "kind of processor",
    "/proc/meminfo": "memory",
    "/proc/sys/": "limits of the system",
    "/sys/fs/cgroup/": "processors this process may use",
    "/sys/devices/system/": "processors",
    "/dev/null": "nothing",
    "/dev/urandom": "seeds of hash tables",
    "/usr/share/zoneinfo/": "time zone",
    "/etc/localtime": "time zone",
    "/usr/share/locale/": "language of the system",
}
# What drawing a window takes besides.
DRAWING = {
    "/usr/share/fonts": "fonts",
    "/usr/local/share/fonts": "fonts",
    "/usr/share/fontconfig": "fonts",
    "/usr/X11R6/lib/X11/fonts": "fonts",
    "/etc/fonts/": "fonts",
    "/var/cache/fontconfig": "fonts",
    "/usr/share/poppler": "fonts",
    "/usr/share/texmf": "fonts",
    "/usr/share/texlive": "fonts",
    "/var/lib/texmf": "fonts",
    "/usr/share/ghostscript": "fonts",
    "/usr/share/X11/": "keyboard and locale of the display",
    "/usr/share/icons/": "mouse pointers",
    "/usr/share/pixmaps": "mouse pointers",
    "/usr/share/cursors": "mouse pointers",
    "/etc/glvnd/": "graphics drivers",
    "/usr/share/glvnd/": "graphics drivers",
    "/usr/share/drirc.d": "graphics drivers",
    "/etc/drirc": "graphics drivers",
    "/usr/share/vulkan": "graphics drivers",
    "/etc/vulkan": "graphics drivers",
    "/usr/share/libdrm": "graphics drivers",
    "/dev/dri": "graphics devices",
    "/sys/dev/char/": "graphics devices",
    "/sys/bus/": "graphics devices",
    "/sys/devices/": "graphics devices",
    "/etc/passwd": "whose cache of compiled drawing programs it is, asked by the graphics driver",
    "/etc/nsswitch.conf": "the same",
    "/etc/locale.alias": "keyboard and locale of the display",
    "/dev/shm/": "pictures shared with the display",
    "/memfd:": "pictures shared with the display",
    "/proc/": "the dialog's program looks at its processes",
    "/var/lib/dbus/machine-id": "session bus",
    "/etc/machine-id": "session bus",
    "/run/user/": "session bus",
}
CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s+= (-?\d+)(?:<([^>]*)>)?")
OPENING = {"open", "openat", "openat2", "creat"}
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


class Broken(Exception):
    """The trace could not be made."""


def unescaped(text):
    """A path as strace prints it, with its octal escapes undone."""
    raw = re.sub(rb"\\([0-7]{1,3})", lambda m: bytes([int(m.group(1), 8) & 255]), text.encode("latin-1", "replace"))
    return raw.decode("utf-8", "replace").replace('\\"', '"').replace("\\\\", "\\")


def whole_calls(lines):
    """The calls of a trace, each on one line: strace splits those during which another thread called."""
    begun, whole = {}, []
    for line in lines:
        process, rest = line.split(None, 1) if " " in line else (line, "")
        if rest.endswith("<unfinished ...>"):
            begun[process] = line.removesuffix("<unfinished ...>").rstrip()
            continue
        resumed = re.match(r"<\.\.\. \w+ resumed>\s*(.*)", rest)
        whole.append(begun.pop(process, process) + resumed[1] if resumed else line)
    # Calls that did not come back before the end count as well.
    return whole + [line + ") = 0" for line in begun.values()]


class Rules:
    """What a run may touch."""

    def __init__(self, folders, window=False):
        self.folders = [str(pathlib.Path(folder).resolve()) for folder in folders]
        self.window = window
        self.places = {**SYSTEM, **(DRAWING if window else {})}
        self.sockets = self.files = 0

    def may_open(self, path):
        """Whether `path`, absolute, may be opened."""
        if any(path == folder or path.startswith(folder + "/") for folder in self.folders):
            return True
        return any(path.startswith(place) for place in self.places) or path in ("/", "/proc", "/dev", "/sys")

    def violations(self, log):
        """Everything in a trace that breaks the rules."""
        found = []
        lines = whole_calls(log.read_text(encoding="utf-8", errors="replace").splitlines())
        own = {line.split(None, 1)[0] for line in lines}
        for line in lines:
            match = CALL.match(line)
            if match is None:
                continue
            name, arguments, result, opened = match.groups()
            if name in ("socket", "socketpair", "connect", "bind", "sendto", "sendmsg"):
                self.sockets += name in ("socket", "connect")
                if problem := self.socket_problem(name, arguments, line):
                    found.append(problem)
            elif name in OPENING and int(result) >= 0:
                self.files += 1
                path = unescaped(opened or "") or unescaped((TEXT.search(arguments) or [None, ""])[1])
                path = path.removesuffix(" (deleted)")
                parts = path.split("/")
                if path.startswith("/proc/") and parts[2] in own:
                    path = "/".join(["/proc/self", *parts[3:]])
                if path.startswith("/") and not self.may_open(path):
                    found.append(f"opens {path}")
        return sorted(set(found))

    def socket_problem(self, name, arguments, line):
        """What is wrong with a call about a socket, if anything."""
        if name == "socketpair":
            return None if arguments.startswith("AF_UNIX") else f"{name}: {line}"
        if re.search(r"AF_INET6?\b", arguments) or "htons" in arguments:
            return f"reaches for the network: {line}"
        if not self.window:
            return f"a socket without a window: {line}"
        if name == "socket" and not arguments.startswith("AF_UNIX"):
            return f"a socket of another kind: {line}"
        if name == "connect":
            path = re.search(r'sun_path=@?"([^"]*)"', arguments)
            # The display, the session's bus and that of accessibility; the user's name (see /etc/passwd).
            allowed = ("/tmp/.X11-unix/", "/tmp/dbus-", "/run/user/", "/var/run/nscd/socket")
            inside = path and any(path.group(1).startswith(folder) for folder in self.folders)
            if not inside and (path is None or not path.group(1).startswith(allowed)):
                return f"connects elsewhere: {line}"
        return None


def trace(log, command, environment, folder):
    """A traced process of `command`; the trace goes to `log`."""
    calls = "trace=%network,open,openat,openat2,creat"
    return subprocess.Popen(
        ["strace", "-f", "-qq", "-y", "-s", "4096", "-e", calls, "-e", "signal=none", "-o", str(log), *command],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )


def prove_tracer(work):
    """A program that breaks the rules must be found out."""
    script = (
        "import socket, os\n"
        "s = socket.socket(socket.AF_INET, socket.SOCK_STREAM); s.settimeout(1)\n"
        "s.connect_ex(('127.0.0.1', 9)); open('/etc/hostname').read()\n"
    )
    log = work / "planted.trace"
    process = trace(log, [sys.executable, "-c", script], dict(os.environ), work)
    said = process.communicate(timeout=60)[1]
    found = Rules([work, sys.prefix, sys.base_prefix]).violations(log) if log.exists() else []
    if not any("network" in problem for problem in found) or not any("/etc/hostname" in problem for problem in found):
        raise Broken(f"the trace does not see what it must: {found} {said.decode(errors='replace')[:300]}")


def clean_environment(work):
    """An environment of its own, with an empty home."""
    home = work / "home"
    home.mkdir(exist_ok=True)
    temporary = work / "tmp"
    temporary.mkdir(exist_ok=True)
    return {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "TMPDIR": str(temporary),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
    }


def judge_commands(program, work):
    """Runs the commands one after another, each traced."""
    environment = clean_environment(work)
    runs = [
        ("sample", ["sample", "--rows", "500", "--decorated", "-o", "source.xlsx"]),
        ("check", ["check", "source.xlsx"]),
        ("summary", ["summary", "source.xlsx", "--language", "ja"]),
        ("score", ["score", "source.xlsx", "-o", "scores.csv"]),
        ("annotate", ["annotate", "source.xlsx", "copy.xlsx"]),
        ("template", ["template", "signals", "-o", "signals.xlsx"]),
    ]
    problems = []
    for name, arguments in runs:
        log = work / f"{name}.trace"
        process = trace(log, [str(program), *arguments], environment, work)
        said = process.communicate(timeout=300)[1].decode(errors="replace")
        if process.returncode != 0:
            raise Broken(f"{name} ended with {process.returncode}: {said[-400:]}")
        rules = Rules([work])
        found = rules.violations(log)
        if rules.files == 0:
            raise Broken(f"{name}: the trace names no file")
        print(f"privacy: {name}: {rules.files} files opened, {rules.sockets} sockets: {'ok' if not found else 'NOT ALLOWED'}")
        problems += [f"{name}: {problem}" for problem in found]
    return problems, len(runs)


# Stands for the desktop's file dialog, which asks for the name of the copy: it answers at once.
DIALOG = """#!/bin/sh
case "$*" in *--save*) echo "$PD_TARGET";; esac
"""


def wait_until(condition, seconds, what):
    """Waits for `condition`; its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.2)
    raise Broken(f"{what}: not within {seconds} s")


def judge_window(program, work):
    """The window with a file, until its scores and a saved copy are there."""
    environment = clean_environment(work)
    tools = work / "dialog"
    tools.mkdir(exist_ok=True)
    (tools / "zenity").write_text(DIALOG)
    (tools / "zenity").chmod(0o755)
    target = work / "saved from the window.xlsx"
    read_end, write_end = os.pipe()
    display = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    log = work / "window.trace"
    traced = bus = None
    try:
        with os.fdopen(read_end) as numbers:
            environment["DISPLAY"] = f":{numbers.readline().strip()}"
        environment |= {"PATH": f"{tools}:/usr/bin:/bin", "PD_TARGET": str(target), "XDG_RUNTIME_DIR": str(work / "tmp")}
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        traced = trace(log, [str(program), "source.xlsx"], environment, work)

        def window():
            done = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Propensity Desk"],
                                  env=environment, capture_output=True, text=True)
            return done.stdout.split()

        identifier = wait_until(window, 60, "the window")[-1]
        # The portfolio is read and scored on threads; a traced process is slow.
        time.sleep(12)

        def saved():
            # Enter takes the columns that the copy is proposed.
            for key in ("ctrl+s", "Return"):
                subprocess.run(["xdotool", "windowfocus", identifier, "key", key], env=environment, capture_output=True)
                time.sleep(2)
            return target.exists()

        wait_until(saved, 60, "the copy saved by Ctrl+S")
        time.sleep(2)
    finally:
        if traced is not None and traced.poll() is None:
            os.kill(traced.pid, signal.SIGTERM)
            for child in children(traced.pid):
                os.kill(child, signal.SIGTERM)
            traced.communicate(timeout=30)
        for helper in filter(None, (bus, display)):
            helper.terminate()
            helper.wait()
    rules = Rules([work], window=True)
    found = rules.violations(log)
    print(f"privacy: window: {rules.files} files opened, {rules.sockets} socket calls: {'ok' if not found else 'NOT ALLOWED'}")
    return [f"window: {problem}" for problem in found], 1


def children(process):
    """The processes that `process` started."""
    try:
        return [int(child) for child in pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def main():
    if len(sys.argv) < 3:
        print(__doc__)
        return 2
    program, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve() / "privacy"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        prove_tracer(work)
        problems, runs = judge_commands(program, work)
        if "--window" in sys.argv[3:]:
            more, count = judge_window(program, work)
            problems, runs = problems + more, runs + count
    except (Broken, OSError, subprocess.TimeoutExpired) as trouble:
        print(f"privacy: {trouble}\nprivacy: 0 passed, 1 failed")
        return 1
    for problem in problems:
        print(f"privacy: {problem}")
    print(f"privacy: {runs} passed, {len(problems)} failed")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
