"""The Debian packages that some tests need: installed when we may, else named with the command that would do it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.common import quietly, say


@dataclass(frozen=True)
class Tool:
    """A program that tests start, the package that brings it, and which tests."""

    program: str
    package: str
    used_by: str
    also: tuple[str, ...] = ()

    def is_here(self) -> bool:
        """True when the program is found."""
        return any(shutil.which(name) or Path(name).exists() for name in (self.program, *self.also))


TOOLS = (
    Tool("chromium", "chromium", "les pages dans un vrai navigateur", ("chromium-browser", "google-chrome")),
    Tool("initdb", "postgresql", "le site et la recherche sur PostgreSQL", ("/usr/lib/postgresql/15/bin/initdb",)),
    Tool(
        "pango",
        "libpangoft2-1.0-0",
        "le guide et l’affiche en PDF",
        tuple(f"/usr/lib/{place}libpangoft2-1.0.so.0" for place in ("x86_64-linux-gnu/", "aarch64-linux-gnu/", "")),
    ),
    Tool("w3m", "w3m", "les pages dans un navigateur de texte"),
    Tool("java", "openjdk-17-jre-headless", "le validateur HTML du W3C (vnu)"),
)


def ensure_system_packages() -> None:
    """Install what is missing, or say the exact command."""
    missing = [tool for tool in TOOLS if not tool.is_here()]
    if not missing:
        return
    packages = [tool.package for tool in missing]
    prefix = _may_install()
    if prefix is not None:
        say(f"J’installe avec apt : {', '.join(packages)}.")
        for problem in _apt(prefix, packages):
            say(f"apt a échoué : {problem}")
    for tool in missing:
        if not tool.is_here():
            say(f"Sans {tool.program}, ces tests ne seront pas exécutés : {tool.used_by}.")
    if not all(tool.is_here() for tool in missing):
        say(f"Pour les permettre : {command_for(packages)}")


def command_for(packages: list[str]) -> str:
    """What a person types to have these packages."""
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def _may_install() -> list[str] | None:
    """The words before apt-get: none for root, sudo when it asks no password, None when we may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def _apt(prefix: list[str], packages: list[str]) -> Iterator[str]:
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install = ["install", "-y", "--no-install-recommends", *packages]
    for name, words in (("apt-update", ["update"]), ("apt-install", install)):
        problem = quietly(name, [*apt, *words])
        if problem:
            yield problem
