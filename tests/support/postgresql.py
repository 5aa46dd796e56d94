"""Debian’s PostgreSQL, started by the tests on a private socket: no TCP port, no password, gone with the run."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

from scripts.system_packages import command_for
from tests.support.closing import not_run

#: Where Debian puts the programs of each version, and other places by hand.
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")
#: A test server may forget everything when the machine stops.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=60")
#: One that is measured keeps what it confirms, as in production.
SAFE = QUICK[3:]
STARTS_WITHIN = 60.0


@dataclass(frozen=True)
class Server:
    """A running server; each test that asks for a database of its own gets one, named after it."""

    folder: Path

    def url(self, database: str) -> str:
        """The address as `ANNUAIRE_DATABASE_URL` wants it."""
        return f"postgresql+psycopg://{self.user}@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> str:
        """A new database, or a copy of another that nobody is using; its address."""
        with self._maintenance() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    @cached_property
    def user(self) -> str:
        """Who owns the server: the one account that may run it."""
        return _account()

    def _maintenance(self) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.folder), user=self.user, dbname="postgres", autocommit=True)


def programs() -> Path:
    """The folder of `initdb` and `postgres`; without it this test is not run, and the closing summary says so."""
    found = [path for pattern in FOLDERS for path in Path("/").glob(pattern.lstrip("/")) if (path / "initdb").exists()]
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        not_run("PostgreSQL absent", command_for(["postgresql"]))
    return max(found, key=_version) if found else Path(str(on_path)).resolve().parent


@contextmanager
def server(settings: Sequence[str] = QUICK) -> Iterator[Server]:
    """A server for the whole run (one for each worker of pytest-xdist)."""
    bin_, owner = programs(), _account()
    # Not pytest's folder: the path of a socket may have 107 characters at most, and postgres must be able to enter.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    shutil.chown(folder, owner)
    process: subprocess.Popen[bytes] | None = None
    try:
        _run([str(bin_ / "initdb"), "-D", str(folder / "data"), "-U", owner, "-A", "trust", "--no-sync",
              "--locale=C.UTF-8", "--encoding=UTF8"], owner, folder)  # fmt: skip
        process = _start(bin_, owner, folder, settings)
        _wait(process, folder, owner)
        yield Server(folder)
    finally:
        if process is not None:
            process.send_signal(signal.SIGQUIT)  # at once; does nothing when it is gone already
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _start(bin_: Path, owner: str, folder: Path, chosen: Sequence[str]) -> subprocess.Popen[bytes]:
    settings = [*chosen, "listen_addresses=", f"unix_socket_directories={folder}"]
    command = [str(bin_ / "postgres"), "-D", str(folder / "data"), *(part for one in settings for part in ("-c", one))]
    if shutil.which("setpriv"):  # a run that is killed leaves no server behind
        command = ["setpriv", "--pdeathsig", "SIGQUIT", *command]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **_as(owner))


def _wait(process: subprocess.Popen[bytes], folder: Path, owner: str) -> None:
    limit = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            psycopg.connect(host=str(folder), user=owner, dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError((folder / "log").read_text(errors="replace")) from None
            time.sleep(0.05)


def _run(command: list[str], owner: str, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **_as(owner))
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")


def _account() -> str:
    """PostgreSQL refuses to run as root: then it is the account of Debian's package, else our own."""
    return "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def _as(owner: str) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []}


def _version(folder: Path) -> int:
    digits = "".join(char for char in folder.parent.name if char.isdigit())
    return int(digits or 0)
