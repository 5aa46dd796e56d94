"""Where things are, how to say what is being done, how to run a command, and stamps that spare doing it twice."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
LOGS = BUILD / "logs"
VENV = ROOT / ".venv"

_started = time.monotonic()


def say(sentence: str) -> None:
    """One line for the person at the terminal, with the seconds since the start."""
    print(f"[{time.monotonic() - _started:4.0f} s] {sentence}", flush=True)


def stop(*sentences: str) -> NoReturn:
    """Say what is wrong and what to do, and leave with an error."""
    sys.stdout.flush()
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    raise SystemExit(1)


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> int:
    """Run in the project's folder, showing what it prints. The exit code."""
    full = None if env is None else {**os.environ, **env}
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=full)


def quietly(name: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> str | None:
    """Run with its words kept in build/logs/<name>.log. None when it went well, else the end of what it said."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    full = None if env is None else {**os.environ, **env}
    with log.open("w", encoding="utf-8") as words:
        try:
            code = subprocess.call(
                [str(part) for part in command], cwd=ROOT, env=full, stdin=subprocess.DEVNULL, stdout=words,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        except FileNotFoundError as missing:
            return f"commande introuvable : {missing.filename}"
    if code == 0:
        return None
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def hash_of(paths: Iterable[Path]) -> str:
    """One hash for the names and contents of these files, and of every file inside these folders."""
    digest = hashlib.sha256(f"python {sys.version_info[:2]}".encode())
    for path in sorted(_files(paths)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        elif path.is_file():
            yield path


def is_stamped(stamp: Path, value: str) -> bool:
    """True when this was already done, from the very same files."""
    with suppress(OSError):
        return stamp.read_text(encoding="ascii") == value
    return False


def write_stamp(stamp: Path, value: str) -> None:
    """Remember that this is done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, encoding="ascii")
