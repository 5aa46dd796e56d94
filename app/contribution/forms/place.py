"""Where it is, how to come, who is welcome."""

from __future__ import annotations

from typing import Any, Self

import wtforms
from wtforms import validators

from app.contribution.forms.base import SectionForm, Values, choices, in_their_order, line, words
from app.contribution.languages import LANGUAGES, language_name
from app.foundation.forms import ThreeStateField
from app.foundation.i18n import _
from app.foundation.i18n import lazy_gettext as _l
from app.territory.outlines import LatLon, in_territory
from app.territory.places import position_of
from app.territory.queries import reference
from app.territory.reference import CommuneRef

PLACE = ("commune", "address", "postcode", "lat", "lon", "precision", "address_is_private")
#: How the position of a commune's centre is called, when that is all that is known.
COMMUNE_ONLY = "commune"
#: And when the address gave it.
BY_ADDRESS = "rue"


def is_postcode(form: wtforms.Form, field: wtforms.Field) -> None:
    """Validator: five figures."""
    if field.data and not (len(field.data) == 5 and field.data.isdecimal()):
        raise validators.ValidationError(_("Écrivez un code postal de cinq chiffres."))


def is_coordinate(form: wtforms.Form, field: wtforms.Field) -> None:
    """Validator: decimal degrees."""
    if field.data and _degrees(field.data) is None:
        raise validators.ValidationError(_("Écrivez des degrés, comme 44,0176."))


class PlaceForm(SectionForm):
    """The address, the point on the map, the way in."""

    names = ("place", "access", "communes_served")
    commune = wtforms.SelectField(_l("Commune"))
    address = line(_l("Numéro et rue"))
    postcode = line(_l("Code postal"), maximum=5, checks=[is_postcode], inputmode="numeric", autocomplete="off")
    address_is_private = wtforms.BooleanField(_l("Adresse secrète : les familles ne voient que la commune"))
    lat = line(_l("Latitude"), maximum=20, checks=[is_coordinate], inputmode="decimal")
    lon = line(_l("Longitude"), maximum=20, checks=[is_coordinate], inputmode="decimal")
    outside = wtforms.BooleanField(_l("Oui, ce lieu est bien hors de notre territoire"))
    view = wtforms.HiddenField()
    transport = line(_l("Comment venir"), _l("Bus, parking, vélo."))
    accessible = ThreeStateField(_l("Un fauteuil roulant ou une poussette peuvent entrer"))
    accessibility_note = words(_l("Précision sur l’entrée"), _l("Rampe, marche, ascenseur…"), rows=2)
    communes_served = wtforms.SelectMultipleField(
        _l("Communes où vous allez aussi"),
        description=_l("Pour un service qui se déplace, ou ouvert à d’autres communes."),
    )

    #: The point before anything was typed.
    kept: tuple[float | None, float | None] = (None, None)

    @classmethod
    def opened(cls, values: Values, posted: Any = None) -> Self:
        form = super().opened(values, posted)
        place = values["place"] or {}
        form.kept = (place.get("lat"), place.get("lon"))
        return form

    @property
    def point(self) -> LatLon | None:
        """The point that is written, if it is whole and readable."""
        lat, lon = _degrees(self.lat.data), _degrees(self.lon.data)
        return None if lat is None or lon is None else (lat, lon)

    def put(self, point: LatLon) -> None:
        """Write the point."""
        self.lat.data, self.lon.data = (_written(degrees) for degrees in point)

    @property
    def here(self) -> CommuneRef | None:
        """The commune that is chosen."""
        return reference().communes.get(self.commune.data or "")

    @classmethod
    def typed(cls, values: Values) -> Values:
        place, access = values["place"] or {}, values["access"] or {}
        said = {name: place.get(name) for name in PLACE}
        degrees = {name: _written(place.get(name)) for name in ("lat", "lon")}
        return {
            **said, **degrees, "commune": place.get("commune", ""), "transport": access.get("transport", ""),
            "accessible": access.get("accessible"), "accessibility_note": access.get("accessibility_note", ""),
            "communes_served": values["communes_served"],
        }  # fmt: skip

    def prepare(self) -> None:
        communes = [(commune.insee, commune.name) for commune in reference().communes.values()]
        self.commune.choices = choices([("", _("Pas de lieu fixe")), *communes])
        self.communes_served.choices = choices(communes)

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if right and not self.commune.data and (self.address.data or not self.communes_served.data):
            self.commune.errors = [_("Choisissez la commune, ou cochez les communes où vous allez.")]
            return False
        if right and bool(self.lat.data) != bool(self.lon.data):
            self.lon.errors = [_("Écrivez la latitude et la longitude, ou aucune des deux.")]
            return False
        return right and self._check_territory()

    def _check_territory(self) -> bool:
        """A point that moved out of the territory is a slip, unless somebody says that it is not."""
        point = self.point
        same = point is not None and all(_close(*pair) for pair in zip(point, self.kept, strict=True))
        if point is None or same or self.outside.data or in_territory(reference(), point):
            return True
        self.outside.errors = [
            _("Le point est hors de notre territoire. Replacez-le, ou cochez la case pour le garder.")
        ]
        return False

    def wanted(self, before: Values) -> Values:
        served = sorted(self.communes_served.data or [])
        if not self.commune.data:
            return {"place": None, "access": None, "communes_served": served}
        return {"place": self._place(before["place"] or {}), "access": self._access(), "communes_served": served}

    def _access(self) -> Values | None:
        access = {
            "transport": self.transport.data or "", "accessible": self.accessible.answer,
            "accessibility_note": self.accessibility_note.data or "",
        }  # fmt: skip
        return access if any(value not in ("", None) for value in access.values()) else None

    def _place(self, before: Values) -> Values:
        typed = {name: self[name].data or "" for name in ("commune", "address", "postcode")}
        is_private = bool(self.address_is_private.data)
        same_address = all(typed[name] == before.get(name) for name in typed)
        given = (_degrees(self.lat.data), _degrees(self.lon.data))
        kept = (before.get("lat"), before.get("lon"))
        same_point = _close(given[0], kept[0]) and _close(given[1], kept[1])
        if same_point and same_address:
            lat, lon, precision = *kept, before.get("precision", "")
        elif same_point or given[0] is None:
            lat, lon, precision = _placed(typed["address"], typed["commune"])
        else:
            lat, lon, precision = *given, "structure"
        return {**typed, "lat": lat, "lon": lon, "precision": precision, "address_is_private": is_private}


def _placed(address: str, commune: str) -> tuple[float, float, str]:
    """The address moved and the point did not: where the address is, else the middle of the commune, and an agent
    puts the point where it belongs."""
    here = reference().communes[commune]
    found = position_of(address, here)
    return (*found, BY_ADDRESS) if found else (*here.centre, COMMUNE_ONLY)


def _degrees(text: str | None) -> float | None:
    try:
        found = float((text or "").replace(",", ".").strip())
    except ValueError:
        return None
    return round(found, 6) if -90 <= found <= 90 else None


def _written(degrees: float | None) -> str:
    return "" if degrees is None else f"{degrees:.6f}".replace(".", ",")


def _close(typed: float | None, kept: float | None) -> bool:
    return typed == kept if typed is None or kept is None else abs(typed - kept) < 2e-6


class WelcomeForm(SectionForm):
    """Languages, and children with a disability."""

    names = ("languages", "inclusive")
    inclusive = ThreeStateField(_l("Vous accueillez des enfants ou des adultes en situation de handicap"))
    inclusive_note = words(_l("Comment"), _l("Ce que vous proposez, ce qu’il faut demander avant."), rows=4)
    languages = wtforms.SelectMultipleField(_l("Langues parlées"), description=_l("Les langues que l’équipe parle."))

    @classmethod
    def typed(cls, values: Values) -> Values:
        return {**values["inclusive"], "languages": values["languages"]}

    def prepare(self) -> None:
        codes = dict.fromkeys([*LANGUAGES, *(self.languages.data or [])])
        known = [code for code in codes if code.replace("-", "").isalpha() and len(code) <= 8]
        self.languages.choices = choices((code, language_name(code)) for code in known)

    def wanted(self, before: Values) -> Values:
        said = {"inclusive": self.inclusive.answer, "inclusive_note": self.inclusive_note.data or ""}
        return {"inclusive": said, "languages": in_their_order(before["languages"], self.languages.data)}
