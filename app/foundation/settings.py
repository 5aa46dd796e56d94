"""What the operator may set: `ANNUAIRE_…` environment variables, typed, refused at start when wrong.

Every problem is said at once, in plain French. The table of `docs/operators/configuration.md` is made from the
fields below (`python -m app.foundation.settings`); a test fails when they differ.
"""

from __future__ import annotations

import dataclasses
import difflib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, cast
from urllib.parse import urlsplit

from app.foundation.settings_values import (
    Parser,
    Rejected,
    base_url,
    boolean,
    database_url,
    folder,
    geocoder_url,
    hosts,
    integer,
    mail_address,
    one_of,
    provider_url,
    seed_folder,
    smtp_url,
    stored_secret,
    tiles_url,
)

PREFIX = "ANNUAIRE_"
PROJECT_ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY_MINIMUM = 32
_PLAIN = {
    "trusted_proxies": 0, "demonstration": False, "log_level": "INFO", "api_per_minute": 120, "smtp_url": "",
    "tiles_url": "", "tiles_attribution": "Fond de carte : IGN – Plan IGN",
    "session_idle_minutes": 60, "session_hours": 12, "proconnect_issuer": "", "proconnect_client_id": "",
    "proconnect_client_secret": "", "proconnect_pkce": False,
}  # fmt: skip
# Texts that circulate in tutorials, examples and this repository: never a secret.
KNOWN_KEYS = ("changeme", "change-me", "secret", "default", "example", "exemple", "password", "motdepasse", "dev-key")


class Environment(StrEnum):
    """Where the product runs."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class SettingsError(Exception):
    """The environment is wrong; `problems` says everything that must be mended, one sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("Configuration refusée :\n" + "\n".join(f"  - {problem}" for problem in problems))


def _setting(name: str, parse: Parser, default: str, said: str, *, secret: bool = False) -> Any:
    """A field of Settings: its variable, its parser, its default as documented, its help in French."""
    metadata = {"variable": PREFIX + name, "parse": parse, "default": default, "help": said}
    return dataclasses.field(metadata=metadata, repr=not secret)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The checked settings of one process. Secrets never show in `repr`."""

    environment: Environment = _setting(  # noqa: RUF009  it is dataclasses.field
        "ENV", one_of(Environment), "`development`",
        "`development`, `test` ou `production`. La production refuse tout réglage manquant ou dangereux.",
    )  # fmt: skip
    instance: Path = _setting(  # noqa: RUF009  it is dataclasses.field
        "INSTANCE", folder, "`instance` à côté du code",
        "Dossier de la base SQLite, de l’index de recherche et des fichiers produits. À garder privé.",
    )  # fmt: skip
    secret_key: str = _setting(
        "SECRET_KEY", str, "hors production, créée une fois dans `instance/secret_key`",
        "Clé de signature, 32 caractères au moins. Obligatoire en production : "
        "`python -c \"import secrets; print(secrets.token_urlsafe(48))\"`.", secret=True,
    )  # fmt: skip
    database_url: str = _setting(
        "DATABASE_URL", database_url, "`annuaire.sqlite3` dans le dossier de l’instance",
        "Adresse de la base : `sqlite:///chemin` ou `postgresql+psycopg://…`.", secret=True,
    )  # fmt: skip
    base_url: str = _setting(
        "BASE_URL", base_url, "hors production, `http://127.0.0.1:8000` (ou le port de `PORT`)",
        "Adresse publique du site, pour les liens complets. Obligatoire et en `https` en production.",
    )  # fmt: skip
    allowed_hosts: tuple[str, ...] = _setting(
        "ALLOWED_HOSTS", hosts, "l’hôte de `ANNUAIRE_BASE_URL` (et `localhost`, `127.0.0.1` hors production)",
        "Noms d’hôte acceptés, séparés par des virgules, sans port. Tout autre hôte reçoit une erreur 400.",
    )  # fmt: skip
    trusted_proxies: int = _setting(
        "TRUSTED_PROXIES", integer(0, 10), "`0`",
        "Nombre de mandataires (nginx, répartiteur…) devant le site, dont les en-têtes `X-Forwarded-…` sont crus.",
    )  # fmt: skip
    demonstration: bool = _setting(
        "DEMONSTRATION", boolean, "`0`",
        "`1` affiche le bandeau de démonstration et accepte les fiches d’exemple. Refusé en production.",
    )  # fmt: skip
    seed: Path = _setting(  # noqa: RUF009  it is dataclasses.field
        "SEED", seed_folder, "`seed_data/grand-montauban`", "Dossier des données du territoire.",
    )  # fmt: skip
    log_level: str = _setting(
        "LOG_LEVEL", one_of(("DEBUG", "INFO", "WARNING", "ERROR")), "`INFO`",
        "Niveau du journal : `DEBUG`, `INFO`, `WARNING` ou `ERROR`.",
    )  # fmt: skip
    api_per_minute: int = _setting(
        "API_PER_MINUTE", integer(1, 100_000), "`120`",
        "Nombre d’appels à `/api/…` permis par minute et par adresse, dans chaque processus.",
    )  # fmt: skip
    geocoder_url: str = _setting(
        "GEOCODER_URL", geocoder_url,
        "aucun : les communes et les adresses chargées par `flask territory load-addresses` suffisent",
        "Géocodeur facultatif pour le champ « Où ? », par exemple `https://data.geopf.fr/geocodage/search`. Ce que "
        "les familles écrivent dans ce champ lui est alors envoyé, par le serveur, quand le site ne le connaît pas.",
    )  # fmt: skip
    tiles_url: str = _setting(
        "TILES_URL", tiles_url, "aucun : la carte montre les contours des communes, sans réseau",
        "Fond de carte facultatif, par exemple le Plan IGN : une adresse en `https` avec `{z}`, `{x}` et `{y}`. Le "
        "navigateur des familles qui ouvrent la carte, et d’elles seules, lui demande alors des images.",
    )  # fmt: skip
    tiles_attribution: str = _setting(
        "TILES_ATTRIBUTION", str, "`Fond de carte : IGN – Plan IGN`",
        "Ce que la licence du fond de carte demande d’écrire sous la carte.",
    )  # fmt: skip
    smtp_url: str = _setting(
        "SMTP_URL", smtp_url, "en développement, les courriels s’affichent sur `/developpement/courriels` ; "
        "en production, ils attendent",
        "Serveur de courriel : `smtp://utilisateur:mot-de-passe@hote:587` ou `smtps://…:465`.", secret=True,
    )  # fmt: skip
    mail_from: str = _setting(
        "MAIL_FROM", mail_address, "`ne-pas-repondre@` suivi de l’hôte de `ANNUAIRE_BASE_URL`",
        "Adresse d’expédition des courriels.",
    )  # fmt: skip
    session_idle_minutes: int = _setting(
        "SESSION_IDLE_MINUTES", integer(5, 1440), "`60`",
        "Minutes sans activité après lesquelles une personne connectée doit se reconnecter.",
    )  # fmt: skip
    session_hours: int = _setting(
        "SESSION_HOURS", integer(1, 168), "`12`", "Durée la plus longue d’une connexion, en heures.",
    )  # fmt: skip

    proconnect_issuer: str = _setting(
        "PROCONNECT_ISSUER", provider_url, "pas de ProConnect : le bouton n’existe pas",
        "Émetteur ProConnect, par exemple `https://auth.agentconnect.gouv.fr/api/v2`. Les trois réglages "
        "`ANNUAIRE_PROCONNECT_…` (émetteur, identifiant, secret) vont ensemble.",
    )  # fmt: skip
    proconnect_client_id: str = _setting(
        "PROCONNECT_CLIENT_ID", str, "pas de ProConnect", "Identifiant du service chez ProConnect.",
    )  # fmt: skip
    proconnect_client_secret: str = _setting(
        "PROCONNECT_CLIENT_SECRET", str, "pas de ProConnect", "Secret du service chez ProConnect.", secret=True,
    )  # fmt: skip
    proconnect_pkce: bool = _setting(
        "PROCONNECT_PKCE", boolean, "`0`",
        "`1` ajoute PKCE. ProConnect refuse tout paramètre qu’il ne documente pas : laissez `0` s’il ne l’annonce pas.",
    )  # fmt: skip

    @property
    def is_production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    @property
    def https(self) -> bool:
        """True when the public address is https: cookies are Secure and HSTS is sent."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Read and check every `ANNUAIRE_…` variable (an empty one counts as absent).

        Outside production, creates the instance folder and its secret key when they are missing.
        Raises SettingsError with all the problems.
        """
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        problems = _unknown_names(given)
        values = _parsed(cls, given, problems)
        _complete(values, given)
        refused = tuple(problem.split()[0] for problem in problems)
        problems += [danger for danger in _dangers(values) if not danger.startswith(refused)]
        if problems:
            raise SettingsError(tuple(problems))
        if "secret_key" not in values:
            values["secret_key"] = stored_secret(values["instance"] / "secret_key")
        return cls(**values)


def _unknown_names(given: Mapping[str, str]) -> list[str]:
    known = [field.metadata["variable"] for field in dataclasses.fields(Settings)]
    problems = []
    for name in sorted(name for name in given if name.startswith(PREFIX) and name not in known):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" ; vouliez-vous dire {near[0]} ?" if near else "."
        problems.append(f"{name} n’est pas un réglage connu{hint}")
    return problems


def _parsed(cls: type[Settings], given: Mapping[str, str], problems: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in dataclasses.fields(cls):
        variable = field.metadata["variable"]
        if variable in given:
            try:
                values[field.name] = cast(Parser, field.metadata["parse"])(given[variable])
            except Rejected as reason:
                problems.append(f"{variable} : {reason}")
    return values


def _complete(values: dict[str, Any], given: Mapping[str, str]) -> None:
    """Fill what was not said. In production, what has no safe default stays missing."""
    environment = values.setdefault("environment", Environment.DEVELOPMENT)
    production = environment is Environment.PRODUCTION
    instance = values.setdefault("instance", PROJECT_ROOT / "instance")
    values.setdefault("database_url", f"sqlite:///{instance / 'annuaire.sqlite3'}")
    port = given.get("PORT", "8000")
    if not production:
        values.setdefault("base_url", f"http://127.0.0.1:{port if port.isdecimal() else 8000}")
    host = urlsplit(values.get("base_url", "")).hostname
    local = () if production else ("localhost", "127.0.0.1")
    values.setdefault("allowed_hosts", tuple(dict.fromkeys((host, *local) if host else local)))
    values.setdefault("geocoder_url", "")
    values.setdefault("seed", PROJECT_ROOT / "seed_data" / "grand-montauban")
    # A mail address has no IP address after its @.
    values.setdefault("mail_from", f"ne-pas-repondre@{host if host and not host[-1].isdecimal() else 'localhost'}")
    for name, value in _PLAIN.items():
        values.setdefault(name, value)


def _dangers(values: Mapping[str, Any]) -> list[str]:
    """What is well written but must not run."""
    problems = []
    key = values.get("secret_key")
    if key is not None and len(key) < SECRET_KEY_MINIMUM:
        problems.append(f"ANNUAIRE_SECRET_KEY : trop courte, il faut {SECRET_KEY_MINIMUM} caractères au moins.")
    problems += _half_a_provider(values)
    if values["environment"] is Environment.PRODUCTION:
        problems += _production_dangers(values, key)
    return problems


def _half_a_provider(values: Mapping[str, Any]) -> list[str]:
    names = ("proconnect_issuer", "proconnect_client_id", "proconnect_client_secret")
    missing = [name for name in names if not values[name]]
    wanted = len(missing) < len(names) or values["proconnect_pkce"]
    said = "obligatoire dès qu’un autre réglage ANNUAIRE_PROCONNECT_… est donné."
    return [f"{PREFIX}{name.upper()} : {said}" for name in missing] if wanted else []


def _production_dangers(values: Mapping[str, Any], key: str | None) -> list[str]:
    problems = []
    if key is None:
        problems.append("ANNUAIRE_SECRET_KEY : obligatoire en production.")
    elif _is_known(key):
        problems.append("ANNUAIRE_SECRET_KEY : cette clé est devinable ; tirez-en une au hasard.")
    if "base_url" not in values:
        problems.append("ANNUAIRE_BASE_URL : obligatoire en production.")
    elif not values["base_url"].startswith("https://"):
        problems.append("ANNUAIRE_BASE_URL : doit commencer par https:// en production.")
    if values["demonstration"]:
        problems.append("ANNUAIRE_DEMONSTRATION : la démonstration est refusée en production.")
    return problems


def _is_known(key: str) -> bool:
    return len(set(key)) < 8 or any(known in key.lower() for known in KNOWN_KEYS)


def settings_table() -> str:
    """The Markdown table of every setting, for `docs/operators/configuration.md`."""
    lines = ["| Variable | Rôle | Si elle est absente |", "|---|---|---|"]
    for field in dataclasses.fields(Settings):
        said = field.metadata
        lines.append(f"| `{said['variable']}` | {said['help']} | {said['default']} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(settings_table())
