from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.foundation.settings import Environment, Settings, SettingsError, settings_table

STRONG = "q7Zt1vKx93-LmWc0RyBn58_dHsUoPfEa24GjiT6N"
PRODUCTION = {
    "ANNUAIRE_ENV": "production",
    "ANNUAIRE_SECRET_KEY": STRONG,
    "ANNUAIRE_BASE_URL": "https://annuaire.test/",
}
DOCUMENT = Path(__file__).parents[2] / "docs" / "operators" / "configuration.md"


def problems(**changes: str) -> str:
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environ({"ANNUAIRE_INSTANCE": "/nonexistent/annuaire", **changes})
    return str(refusal.value)


def test_nothing_said_is_development_with_a_secret_kept_for_next_time(tmp_path: Path) -> None:
    first = Settings.from_environ({"ANNUAIRE_INSTANCE": str(tmp_path)})
    again = Settings.from_environ({"ANNUAIRE_INSTANCE": str(tmp_path)})
    assert first == again and first.environment is Environment.DEVELOPMENT
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]
    assert first.database_url == f"sqlite:///{tmp_path}/annuaire.sqlite3"
    assert "localhost" in first.allowed_hosts and first.trusted_proxies == 0 and not first.https


def test_two_instances_have_two_secrets(tmp_path: Path) -> None:
    keys = {Settings.from_environ({"ANNUAIRE_INSTANCE": str(tmp_path / name)}).secret_key for name in "ab"}
    assert len(keys) == 2


def test_the_port_of_make_run_is_in_the_links(tmp_path: Path) -> None:
    settings = Settings.from_environ({"ANNUAIRE_INSTANCE": str(tmp_path), "PORT": "8123"})
    assert settings.base_url == "http://127.0.0.1:8123"


def test_a_complete_production(tmp_path: Path) -> None:
    settings = Settings.from_environ({**PRODUCTION, "ANNUAIRE_INSTANCE": str(tmp_path)})
    assert settings.is_production and settings.https
    assert settings.base_url == "https://annuaire.test"
    assert settings.allowed_hosts == ("annuaire.test",)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ANNUAIRE_SECRET_KEY": ""}, "ANNUAIRE_SECRET_KEY : obligatoire"),
        ({"ANNUAIRE_SECRET_KEY": "trop-court"}, "32 caractères"),
        ({"ANNUAIRE_SECRET_KEY": "changeme" * 5}, "devinable"),
        ({"ANNUAIRE_SECRET_KEY": "a" * 40}, "devinable"),
        ({"ANNUAIRE_BASE_URL": ""}, "ANNUAIRE_BASE_URL : obligatoire"),
        ({"ANNUAIRE_BASE_URL": "http://annuaire.test"}, "https://"),
        ({"ANNUAIRE_DEMONSTRATION": "1"}, "démonstration est refusée"),
    ],
)
def test_production_refuses(changes: dict[str, str], said: str) -> None:
    assert said in problems(**{**PRODUCTION, **changes})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "prod"),
        ("DATABASE_URL", "mysql://localhost/annuaire"),
        ("DATABASE_URL", "postgresql://localhost/annuaire"),
        ("BASE_URL", "annuaire.test"),
        ("BASE_URL", "https://annuaire.test/chemin"),
        ("BASE_URL", "https://annuaire.test:port"),
        ("BASE_URL", "javascript:alert(1)"),
        ("ALLOWED_HOSTS", "https://annuaire.test"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ","),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "beaucoup"),
        ("TRUSTED_PROXIES", "٣"),
        ("DEMONSTRATION", "oui"),
        ("SEED", "/nonexistent/territoire"),
        ("LOG_LEVEL", "bavard"),
        ("API_PER_MINUTE", "0"),
    ],
)
def test_wrong_values_are_refused_by_name(name: str, value: str) -> None:
    assert f"ANNUAIRE_{name} :" in problems(**{f"ANNUAIRE_{name}": value})


def test_an_unknown_variable_is_refused_with_the_nearest() -> None:
    assert "vouliez-vous dire ANNUAIRE_BASE_URL" in problems(ANNUAIRE_BASE_URI="https://annuaire.test")


def test_all_the_problems_are_said_at_once() -> None:
    said = problems(ANNUAIRE_ENV="production", ANNUAIRE_LOG_LEVEL="x", ANNUAIRE_RIEN="1", ANNUAIRE_BASE_URL="x")
    assert all(name in said for name in ("LOG_LEVEL", "RIEN", "SECRET_KEY", "BASE_URL"))
    assert said.count("BASE_URL") == 1


def test_secrets_never_show(tmp_path: Path) -> None:
    password = "m0t-de-passe"
    given = {"ANNUAIRE_INSTANCE": str(tmp_path), "ANNUAIRE_SECRET_KEY": STRONG}
    settings = Settings.from_environ({**given, "ANNUAIRE_DATABASE_URL": f"postgresql+psycopg://u:{password}@h/b"})
    assert STRONG not in repr(settings) and password not in repr(settings)
    assert password not in problems(ANNUAIRE_DATABASE_URL=f"mysql://u:{password}@h/b")


def test_every_setting_is_documented() -> None:
    assert settings_table() in DOCUMENT.read_text(encoding="utf-8")


def test_a_wrong_setting_stops_the_site_with_sentences_and_no_traceback() -> None:
    environment = {"PATH": os.environ["PATH"], "ANNUAIRE_ENV": "production"}
    command = [sys.executable, "-c", "import wsgi"]
    said = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert said.returncode == 1
    assert "ANNUAIRE_SECRET_KEY : obligatoire en production." in said.stderr.replace("\u00a0", " ")
    assert "Traceback" not in said.stderr
