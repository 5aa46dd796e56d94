"""The virtual environment, and the Python packages of the hashed locks."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.common import BUILD, ROOT, VENV, hash_of, is_stamped, quietly, run, say, stop, write_stamp

PYTHON = VENV / "bin" / "python"
MINIMUM = (3, 11)


def ensure_python_packages(lock_name: str, purpose: str, venv: Path = VENV) -> None:
    """Make the environment when it is missing, and install this lock in it unless it is already there."""
    _ensure_venv(venv)
    lock = ROOT / lock_name
    stamp, wanted = venv / "stamps" / lock_name, hash_of([lock])
    if is_stamped(stamp, wanted):
        return
    say(f"J’installe les paquets Python {purpose} ({lock_name}, empreintes vérifiées)…")
    problem = quietly(f"pip-{lock.stem}", [venv / "bin" / "python", "-m", "pip", "install",
                      "--disable-pip-version-check", "--no-input", "--require-hashes", "-r", lock])  # fmt: skip
    if problem:
        stop(f"L’installation de {lock_name} a échoué :", problem, "Vérifiez l’accès au dépôt de paquets Python.")
    write_stamp(stamp, wanted)


def _ensure_venv(venv: Path) -> None:
    if sys.version_info < MINIMUM:
        stop(f"Il faut Python {'.'.join(map(str, MINIMUM))} ou plus récent ; celui-ci est {sys.version.split()[0]}.",
             "Vous pouvez en choisir un autre : make run PYTHON=python3.11")  # fmt: skip
    if (venv / "bin" / "python").exists() and _works(venv):
        return
    say(f"Je crée l’environnement Python dans {venv.relative_to(ROOT)}/.")
    problem = quietly("venv", [sys.executable, "-m", "venv", "--clear", venv])
    if problem:
        stop("L’environnement Python n’a pas pu être créé :", problem,
             "Sur Debian : apt-get install python3-venv")  # fmt: skip


def _works(venv: Path) -> bool:
    """A moved checkout or an upgraded Python leaves an environment whose interpreter no longer starts."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return quietly("venv-probe", [venv / "bin" / "python", "-c", probe]) is None


def ensure_node_from_wheel() -> Path:
    """Node from the Python package registry, in an environment of its own; the folder of `node` and `npm`."""
    venv = BUILD / "node-venv"
    ensure_python_packages("requirements-setup.txt", "qui apportent Node.js", venv)
    return venv / "bin"


def flask(*words: str, env: dict[str, str] | None = None) -> int:
    """Run a command of the site."""
    return run([PYTHON, "-m", "flask", "--app", "wsgi", *words], env)
