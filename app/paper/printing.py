"""Starting the press, following it, stopping it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import IO

PRESS = Path(__file__).with_name("press.py")
#: After this many seconds by the clock a document is given up, however slow the machine; well within the claim of an
#: errand, so that two processes never make the same one.
LONGEST = 400.0
_DONE = "done "


class PressMissing(RuntimeError):
    """This machine lacks WeasyPrint or Pango: no PDF can be made here."""


class PressFailed(RuntimeError):
    """The document could not be made; the message says what the press said last."""


class PressStopped(Exception):
    """Nobody wanted it any more."""


@cache
def press_works() -> bool:
    """Whether PDF files can be made on this machine; asked once a process."""
    check = [sys.executable, str(PRESS), "--check"]
    return subprocess.run(check, capture_output=True, check=False, timeout=60).returncode == 0  # noqa: S603


def print_pdf(
    page: str, style: Path, assets: Path, target: Path, go_on: Callable[[int], bool] = lambda _page: True
) -> int:
    """Make the file, whole or not at all; how many pages. `go_on` hears each page and says whether to continue.

    Raises PressMissing, PressFailed, PressStopped.
    """
    if not press_works():
        raise PressMissing
    descriptor, draft = tempfile.mkstemp(dir=target.parent, suffix=".draft")
    os.close(descriptor)
    try:
        pages = _run([sys.executable, str(PRESS), draft, str(style), str(assets)], page, go_on)
        Path(draft).replace(target)
    finally:
        Path(draft).unlink(missing_ok=True)
    return pages


def _run(command: list[str], page: str, go_on: Callable[[int], bool]) -> int:
    with tempfile.TemporaryFile() as words, tempfile.TemporaryFile() as text:
        text.write(page.encode())
        text.seek(0)
        with subprocess.Popen(  # noqa: S603  our own program, our own arguments
            command,
            stdin=text,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        ) as press:
            alarm = threading.Timer(LONGEST, press.kill)
            alarm.start()
            try:
                pages = _follow(press, go_on)
            finally:
                alarm.cancel()
                press.kill()
        if press.returncode or not pages:
            raise PressFailed(_last_words(words) or f"exit {press.returncode}")
        return pages


def _follow(press: subprocess.Popen[str], go_on: Callable[[int], bool]) -> int:
    pages = 0
    for line in press.stdout or ():
        if line.startswith(_DONE):
            pages = int(line.removeprefix(_DONE))
            press.wait()
        elif not go_on(int(line.removeprefix("page "))):
            raise PressStopped
    press.wait()
    return pages


def _last_words(words: IO[bytes]) -> str:
    words.seek(0)
    return words.read()[-500:].decode("utf-8", "replace").strip()
