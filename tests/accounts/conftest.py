"""The cast: Karim owns a structure, Inès another; Léa helps Karim; nobody is nobody."""

from __future__ import annotations

from collections.abc import Callable
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from flask import Flask

from app.accounts.rules import Role, WantedRole
from tests.support.people import Browser, add_person

RIBAMBELLE = uuid5(NAMESPACE_URL, "trait-d-union:organization:demo-ribambelle")
PETITS_PAS = uuid5(NAMESPACE_URL, "trait-d-union:organization:demo-petits-pas")
KARIM, LEA = "karim@creche.exemple.fr", "lea@creche.exemple.fr"
INES, NOBODY = "ines@ailleurs.exemple.fr", "personne@ici.exemple.fr"
Open = Callable[..., Browser]


def owner(of: UUID) -> WantedRole:
    return WantedRole(Role.OWNER, of)


@pytest.fixture
def cast(own_app: Flask) -> Flask:
    """The site with its cast, whose copy this test may change."""
    add_person(own_app, KARIM, owner(RIBAMBELLE), name="Karim")
    add_person(own_app, LEA, WantedRole(Role.EDITOR, RIBAMBELLE), name="Léa")
    add_person(own_app, INES, owner(PETITS_PAS), name="Inès")
    return own_app


@pytest.fixture
def browser(cast: Flask) -> Open:
    """A new browser each time."""
    return lambda **options: Browser(cast, **options)


@pytest.fixture
def karim(browser: Open) -> Browser:
    """Karim, signed in."""
    opened = browser()
    opened.sign_in(KARIM)
    return opened
