"""`make run`: from a fresh clone to the site answering, in demonstration. Run again, it starts at once."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from scripts.common import ROOT, hash_of, is_stamped, say, stop, write_stamp
from scripts.node_packages import ensure_front_end
from scripts.python_packages import PYTHON, ensure_python_packages, flask

SEEDS = ("seed_data/grand-montauban", "seed_data/demonstration")


def main() -> None:
    """Install what is missing, prepare what has changed, then become the server."""
    port = free_port()
    instance = Path(os.environ.get("ANNUAIRE_INSTANCE") or ROOT / "instance").expanduser().resolve()
    ensure_python_packages("requirements.txt", "du site")
    ensure_front_end()
    os.environ.update(
        ANNUAIRE_INSTANCE=str(instance),
        ANNUAIRE_ENV=os.environ.get("ANNUAIRE_ENV") or "development",
        ANNUAIRE_DEMONSTRATION=os.environ.get("ANNUAIRE_DEMONSTRATION") or "1",
        PORT=str(port),
    )
    prepare(instance)
    say(f"Le site répond sur http://127.0.0.1:{port} (Ctrl+C pour l’arrêter).")
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"])


def prepare(instance: Path) -> None:
    """Bring the database, the seeds and the index up to the code; what has not changed is left alone."""
    _step(instance, "schema", [ROOT / "migrations"], "Je prépare la base de données…", "db", "upgrade")
    data = [ROOT / "seed_data", ROOT / "app" / "catalogue", ROOT / "app" / "territory", ROOT / "migrations"]
    _step(instance, "seed", data, "Je charge les services réels et les exemples fictifs…", "seed", "load", *SEEDS)
    searched = [*data, ROOT / "app" / "search", ROOT / "requirements.txt"]
    _step(instance, "index", searched, "Je construis l’index de recherche…", "search", "rebuild")
    if os.environ.get("ANNUAIRE_DEMONSTRATION") == "1":
        waiting = [ROOT / "app" / "moderation" / "seed.py"]
        _step(instance, "demonstration", waiting, "Je laisse du travail aux agents…", "demonstration", "prepare")


def _step(instance: Path, name: str, depends_on: list[Path], sentence: str, *words: str) -> None:
    stamp, wanted = instance / "stamps" / name, hash_of(depends_on)
    # A database that was put aside takes its stamps' meaning with it.
    has_data = "ANNUAIRE_DATABASE_URL" in os.environ or (instance / "annuaire.sqlite3").exists()
    if has_data and is_stamped(stamp, wanted):
        return
    say(sentence)
    if flask(*words):
        stop(f"La commande « flask {' '.join(words)} » a échoué (voir ci-dessus). Rien n’est perdu.")
    write_stamp(stamp, wanted)


def free_port() -> int:
    """The port that was asked for, or 8000, when nobody listens to it."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        stop(f"PORT={text} n’est pas un numéro de port.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as reason:
            stop(f"Le port {text} n’est pas libre ({reason.strerror}). Choisissez-en un autre : PORT=8001 make run")
    return int(text)


if __name__ == "__main__":
    main()
