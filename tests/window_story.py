#!/usr/bin/env python3
"""A month's work on the real window, driven from outside, and judged by what other programs find in the saved files.

  window_story.py PROGRAM PICTURES

Starts PROGRAM under a display and a session bus of its own, with an empty home. What a screen reader sees is found and
pressed over the accessibility bus; keys come from xdotool. The story: a second start hands its file to the first
window; a header is mapped with a live preview; a cell is picked, fifty customers are marked, undone and marked again;
reasons are read, the profile is tuned with a preview, a month is compared; copy and report are saved; the window is
closed and opened again as it was left. openpyxl reads the copy, LibreOffice the report. A picture of each step goes to
the folder PICTURES.

Ends with 0 when all of it came true, with 1 when something did not, with 3 when a package that it needs is missing:
LEFT OUT. Needs Xvfb, xdotool, ImageMagick, dbus, at-spi2-core, gir1.2-atspi-2.0, python3-gi, openpyxl, LibreOffice.
"""

import csv
import ctypes
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

PACKAGES = ["xvfb", "xdotool", "imagemagick", "dbus", "libglib2.0-bin", "at-spi2-core", "gir1.2-atspi-2.0", "python3-gi",
            "python3-openpyxl", "libgl1", "libgl1-mesa-dri", "libx11-6", "libx11-xcb1", "libxcursor1", "libxi6",
            "libxkbcommon-x11-0"]
TOOLS = ["Xvfb", "xdotool", "import", "dbus-daemon", "gdbus", "soffice"]
# In place of the system's dialogs: answers with the path that the story has written down.
DIALOG = '#!/bin/sh\ncat "$STORY_ANSWER"\n'
SIZE = "1280x720x24"


class Broken(Exception):
    """Something that should have come true did not."""


def wait_until(condition, what, seconds=60):
    """Waits for `condition`; its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.2)
    raise Broken(f"{what}: not within {seconds} s")


def expect(is_true, what):
    if not is_true:
        raise Broken(what)


class Stage:
    """A display, a session bus and an accessibility bus; all end with it."""

    def __init__(self, work):
        self.work, self.processes = work, []
        home, tools = work / "home", work / "tools"
        for folder in (home, tools, work / "run"):
            folder.mkdir()
        (work / "run").chmod(0o700)
        (tools / "zenity").write_text(DIALOG)
        (tools / "zenity").chmod(0o755)
        self.answer = work / "answer"
        os.environ.update({
            "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_RUNTIME_DIR": str(work / "run"), "PATH": f"{tools}:{os.environ['PATH']}", "LANG": "C.UTF-8",
            "STORY_ANSWER": str(self.answer), "NO_AT_BRIDGE": "0",
        })
        os.environ.pop("WAYLAND_DISPLAY", None)
        read_end, write_end = os.pipe()
        self.start(["Xvfb", "-displayfd", str(write_end), "-screen", "0", SIZE, "-nolisten", "tcp"],
                   pass_fds=[write_end])
        os.close(write_end)
        with os.fdopen(read_end) as number:
            os.environ["DISPLAY"] = f":{number.readline().strip()}"
        bus = self.start(["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True)
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        # As a screen reader does: whoever has something to tell is told that somebody listens.
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            set_it = ["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus",
                      "--method", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", name, "<true>"]
            subprocess.run(set_it, check=True, stdout=subprocess.DEVNULL, timeout=30)

    def start(self, command, **how):
        process = subprocess.Popen(command, **({"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | how))
        self.processes.append(process)
        return process

    def close(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()


class Window:
    """The program's window, by what it tells over the accessibility bus."""

    def __init__(self, stage, program, pictures, arguments=()):
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi
        self.atspi, self.pictures, self.step = Atspi, pictures, len(list(pictures.glob("*.png")))
        self.process = stage.start([str(program), "--language", "en", *arguments])
        self.id = wait_until(self.find_window, "the window", 120)[-1]
        self.focus()
        self.root = wait_until(self.find_root, "the window on the accessibility bus", 60)

    def find_window(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                               capture_output=True, text=True)
        return found.stdout.split()

    def find_root(self):
        desktop = self.atspi.get_desktop(0)
        desktop.clear_cache()
        for at in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(at)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def nodes(self):
        """Everything that is told now, in the order of the window."""
        waiting, found = [self.root], []
        while waiting:
            node = waiting.pop()
            try:
                name, role = node.get_name() or "", node.get_role_name()
                found.append((node, name, role))
                children = [node.get_child_at_index(at) for at in range(node.get_child_count())]
                waiting.extend(child for child in reversed(children) if child is not None)
            except Exception:  # A node that went while it was looked at is none.
                continue
        return found

    def find(self, text, role=None, exact=False):
        for node, name, own in self.nodes():
            if (name == text if exact else text in name) and (role is None or own == role):
                return node
        return None

    def see(self, text, seconds=60, **how):
        """Waits until something called `text` is told."""
        try:
            return wait_until(lambda: self.find(text, **how), f"“{text}”", seconds)
        except Broken:
            self.picture("broken")
            names = sorted({name for _, name, _ in self.nodes() if name})
            raise Broken(f"nothing is called “{text}”; there are: " + " | ".join(names)[:3000]) from None

    def press(self, text, **how):
        node = self.see(text, **how)
        expect(self.atspi.Action.get_n_actions(node) > 0, f"“{text}” can be pressed")
        self.atspi.Action.do_action(node, 0)
        time.sleep(0.5)

    def focus(self):
        subprocess.run(["xdotool", "windowfocus", "--sync", self.id], capture_output=True, timeout=20)

    def keys(self, *keys):
        self.focus()
        subprocess.run(["xdotool", "key", "--delay", "60", *keys], check=True)
        time.sleep(0.5)

    def type(self, text):
        self.focus()
        subprocess.run(["xdotool", "type", "--delay", "40", text], check=True)
        time.sleep(0.5)

    def picture(self, name):
        self.step += 1
        target = self.pictures / f"{self.step:02} {name}.png"
        subprocess.run(["import", "-window", "root", str(target)], check=True)

    def close(self):
        """Closes the window as its frame's button does, and waits for the program's end."""
        ask_to_close(int(self.id))
        expect(self.process.wait(timeout=60) == 0, "the program ends well when its window is closed")


class ClientMessage(ctypes.Structure):
    """XClientMessageEvent of Xlib, padded to the size of any event."""

    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong),
                ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("padding", ctypes.c_long * 12)]


def ask_to_close(window):
    """Asks a window to close, as a window manager does: there is none on this display."""
    xlib = ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XInternAtom.argtypes, xlib.XInternAtom.restype = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int], ctypes.c_ulong
    xlib.XSendEvent.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
    xlib.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = xlib.XOpenDisplay(None)
    message = ClientMessage(type=33, send_event=1, window=window, format=32)
    message.message_type = xlib.XInternAtom(display, b"WM_PROTOCOLS", 0)
    message.data[0] = xlib.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
    xlib.XSendEvent(display, window, 0, 0, ctypes.byref(message))
    xlib.XCloseDisplay(display)


def reports(work):
    """Two months: fifty customers in A1, or forty-five; the id's header is one that nobody knows."""
    from openpyxl import Workbook

    def write(name, best):
        book = Workbook()
        sheet = book.active
        sheet.append(["Kundennummer", "AccountName", "OrgSize", "M365Fit", "M365Intent"])
        for at in range(200):
            fit, intent = (90, 85) if at < best else (80, 60) if at < best + 10 else (40, 20)
            sheet.append([f"C{at:05}", f"Customer {at}", at + 1, fit, intent])
        book.save(work / name)
        return work / name

    return write("m365 2026-10-01.xlsx", 50), write("m365 2026-09-01.xlsx", 45)


def tell_story(stage, program, pictures):
    file, older = reports(stage.work)
    copy, report = stage.work / "marked.xlsx", stage.work / "report.xlsx"
    window = Window(stage, program, pictures)
    window.see("Open…")
    window.picture("start")

    second = stage.start([str(program), "--language", "en", str(file)])
    expect(second.wait(timeout=60) == 0, "a second start ends once it has handed its file over")
    window.see("Cell A1")
    window.picture("handed over")

    window.keys("ctrl+i")
    window.press("Sheet and columns…")
    window.see("200 have neither CustomerID nor DUNS number")
    window.press("Read “Kundennummer” as: Automatic: not read")
    time.sleep(0.5)
    window.type("CustomerID")
    window.press("CustomerID", exact=True)
    window.see("Kundennummer, as it would be read: C00000")
    window.see("200 rows make 200 customers")
    window.picture("columns tried")
    window.press("Use these columns")
    window.see("Cell A1")
    window.keys("ctrl+i")

    window.press("Cell A1")
    window.see("50 of 200")
    window.picture("cell picked")
    window.keys("ctrl+2")
    table = window.see("Customer table")
    window.atspi.Component.grab_focus(table)
    time.sleep(0.5)
    window.keys("ctrl+a")
    window.see("50 customers selected")
    window.press("Status: No status")
    window.press("To do", exact=True)
    window.see("Undo: status of 50 customers")
    window.keys("ctrl+z")
    window.see("Redo: status of 50 customers")
    window.press("Redo: status of 50 customers")
    window.see("Undo: status of 50 customers")
    window.picture("fifty marked")

    window.keys("ctrl+4")
    window.see("Act Now")
    window.picture("work list")
    window.keys("ctrl+7")
    window.press("Intent counts")
    window.see("Accept", exact=True)
    window.picture("tuned with preview")
    window.press("Accept", exact=True)
    window.keys("ctrl+5")
    stage.answer.write_text(f"{older}\n")
    window.press("Choose the older report…")
    window.see("Entered Act Now")
    window.picture("months compared")

    stage.answer.write_text(f"{copy}\n")
    window.keys("ctrl+s")
    window.picture("columns of the copy")
    window.press("Choose where to save…")
    wait_until(copy.exists, "the marked-up copy")
    window.see("Saved “marked.xlsx”")
    stage.answer.write_text(f"{report}\n")
    window.keys("ctrl+shift+s")
    wait_until(report.exists, "the report")
    window.picture("both saved")
    window.close()

    window = Window(stage, program, pictures)
    window.press("Open m365 2026-10-01.xlsx")
    window.see("Entered Act Now")
    window.see("50 of 200")
    window.keys("ctrl+2")
    window.see("Customer table, 50 customers")
    window.picture("as it was left")
    window.close()
    return copy, report


def judge_files(work, copy, report):
    """What other programs find in the saved files."""
    from openpyxl import load_workbook

    rows = list(load_workbook(copy).worksheets[0].iter_rows(values_only=True))
    header = rows[0]
    expect(header[:5] == ("Kundennummer", "AccountName", "OrgSize", "M365Fit", "M365Intent"), f"the copy's own headers: {header}")
    expect("Propensity Desk Status" in header, f"a column of statuses: {header}")
    at = header.index("Propensity Desk Status")
    marked = [row[0] for row in rows[1:] if row[at] == "To do"]
    expect(marked == [f"C{number:05}" for number in range(50)], f"fifty rows are to do: {len(marked)}")

    convert = ["soffice", "--headless", f"-env:UserInstallation=file://{work}/office", "--convert-to",
               "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", str(work / "csv"),
               str(report)]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)
    sheets = {path.stem: list(csv.reader(path.open(encoding="utf-8"))) for path in (work / "csv").glob("*.csv")}
    expect(len(sheets) > 1, f"LibreOffice reads the report's sheets: {sorted(sheets)}")
    cells = [cell for rows in sheets.values() for row in rows for cell in row]
    expect(not any(cell.startswith(("#", "Err:")) for cell in cells), "no formula of the report fails in LibreOffice")
    expect(any(cell == "Customer 49" for cell in cells), "the report lists the last of the fifty")
    expect(not any(cell == "Customer 50" for cell in cells), "the report lists nobody else")


def missing_packages():
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    for module, version in (("gi", None), ("openpyxl", None), ("gi", "Atspi")):
        try:
            imported = __import__(module)
            if version:
                imported.require_version(version, "2.0")
        except (ImportError, ValueError):
            missing.append(version or module)
    return missing


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    program, pictures = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    here = pathlib.Path(__file__).resolve().parent
    if missing_packages():
        office = [] if shutil.which("soffice") else ["libreoffice-calc-nogui"]
        subprocess.run([here.parent / "packaging" / "install-missing.sh", *PACKAGES, *office], check=False)
    if missing := missing_packages():
        print(f"window story: LEFT OUT, as these are missing: {', '.join(missing)}", file=sys.stderr)
        return 3
    pictures.mkdir(parents=True, exist_ok=True)
    work = pathlib.Path(tempfile.mkdtemp(prefix="window-story-"))
    stage = None
    try:
        stage = Stage(work)
        copy, report = tell_story(stage, program, pictures)
        judge_files(work, copy, report)
    except (Broken, subprocess.SubprocessError, OSError) as error:
        print(f"window story: {error}", file=sys.stderr)
        return 1
    finally:
        if stage is not None:
            stage.close()
        shutil.rmtree(work, ignore_errors=True)
    print(f"window story: ok, pictures in {pictures}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
