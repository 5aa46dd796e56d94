"""The photo of a listing: the image, what it shows, who took it, and that one may show it."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Self

import wtforms
from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.catalogue import photos
from app.contribution.forms.base import SectionForm, Values, line
from app.foundation.i18n import LazyText, _
from app.foundation.i18n import lazy_gettext as _l

#: “IMG_2043.jpg” describes nothing.
_FILE_NAME = re.compile(r"\S+\.(jpe?g|png|webp|heic|gif)|(img|dsc|pxl|photo|image)[\s_-]*\d*", re.IGNORECASE)
SHORTEST_ALT = 12
#: How long a photo that was received waits for the rest of its form.
RECEIVED_SECONDS = 4 * 3600
ACCEPTED = "image/jpeg,image/png,image/webp"

WHY: dict[str, LazyText] = {
    "empty": _l("Ce fichier est vide. Choisissez une autre photo."),
    "heavy": _l("Cette photo pèse plus de 8 Mo. Choisissez-en une plus légère."),
    "kind": _l("Ce fichier n’est pas une photo que nous savons lire. Choisissez une image JPEG, PNG ou WebP."),
    "pixels": _l("Cette image est trop grande : 25 millions de points au plus. Réduisez-la, puis recommencez."),
    "small": _l("Cette image est trop petite : 200 points de côté au moins."),
    "shape": _l("Cette image est trop étroite. Choisissez une photo moins allongée."),
}


class PhotoForm(SectionForm):
    """One photo, described."""

    names: ClassVar[tuple[str, ...]] = ("photo",)
    image = wtforms.FileField(
        _l("Choisir une photo"), description=_l("JPEG, PNG ou WebP, 8 Mo au plus. Le lieu ou l’équipe, sans enfant "
        "que l’on puisse reconnaître. Nous effaçons la position et la date que le téléphone y écrit."),
    )  # fmt: skip
    alt = line(
        _l("Ce que montre la photo"),
        _l("Une phrase pour qui ne voit pas l’image. Par exemple : l’entrée du centre, une porte verte et une rampe."),
        maximum=300,
    )  # fmt: skip
    credit = line(
        _l("Qui a pris la photo"), _l("Le nom s’affiche sous l’image. Vous pouvez laisser vide."), maximum=160
    )
    agreed = wtforms.BooleanField(
        _l("Nous avons le droit de montrer cette photo, et l’accord des personnes que l’on y reconnaît")
    )
    removed = wtforms.BooleanField(_l("Retirer la photo de la fiche"))
    received = wtforms.HiddenField()

    owner: str = ""
    before: Values | None = None
    is_private: bool = False
    kept: Values | None = None

    @classmethod
    def for_listing(cls, owner: str, values: Values, posted: Any = None) -> Self:
        """The form of that listing; `posted` holds the files too."""
        form = cls(posted, data=cls.typed(values))
        form.owner, form.before = owner, values["photo"]
        form.is_private = bool(values["place"] and values["place"]["address_is_private"])
        return form

    @classmethod
    def typed(cls, values: Values) -> Values:
        photo = values["photo"] or {}
        return {"alt": photo.get("alt", ""), "credit": photo.get("credit", "")}

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if self.removed.data:
            return right
        self.kept = self._from_file() or self._from_before()
        checks = [self._check_image(), self._check_alt(), self._check_right()]
        return right and all(checks)

    def _check_image(self) -> bool:
        if self.image.errors:
            return False
        if self.is_private and self.kept:
            self.image.errors = [_("L’adresse de cette fiche est secrète : une photo la trahirait.")]
        elif not self.kept and not self.before and (self.alt.data or self.credit.data):
            self.image.errors = [_("Choisissez une photo.")]
        return not self.image.errors

    def _check_alt(self) -> bool:
        if not self.kept and not self.before:
            return True
        said = self.alt.data or ""
        if not said:
            self.alt.errors = [_("Dites en une phrase ce que montre la photo.")]
        elif len(said) < SHORTEST_ALT or _FILE_NAME.fullmatch(said):
            self.alt.errors = [_("Décrivez ce que l’on voit : le lieu, l’entrée, ce qui aide à le reconnaître.")]
        return not self.alt.errors

    def _check_right(self) -> bool:
        if self.kept and not self.agreed.data:
            self.agreed.errors = [_("Cochez cette case si vous avez le droit de montrer cette photo.")]
            return False
        return True

    def _from_file(self) -> Values | None:
        sent = self.image.data
        if not getattr(sent, "filename", ""):
            return None
        try:
            drawn = photos.keep(sent.stream, self.owner)
        except photos.NotAPhoto as fault:
            self.image.errors = [str(WHY[fault.why])]
            return None
        return vars(drawn)

    def _from_before(self) -> Values | None:
        """The photo that was received with a form that came back."""
        try:
            owner, file, width, height = _signer().loads(self.received.data or "", max_age=RECEIVED_SECONDS)
        except (BadSignature, ValueError, TypeError):
            return None
        return {"file": file, "width": width, "height": height} if owner == self.owner else None

    @property
    def receipt(self) -> str:
        """What keeps the photo that was received while the rest is mended; ''."""
        kept = self.kept
        return str(_signer().dumps([self.owner, kept["file"], kept["width"], kept["height"]])) if kept else ""

    def wanted(self, before: Values) -> Values:
        image = self.kept or before["photo"]
        if self.removed.data or not image:
            return {"photo": None}
        return {"photo": {**image, "alt": self.alt.data or "", "credit": self.credit.data or ""}}


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="photo")
