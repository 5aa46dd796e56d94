"""What a trusted structure may publish at once, by groups of fields, and the words for each group."""

from __future__ import annotations

from app.catalogue.fields import FIELDS, Group
from app.foundation.i18n import format_list
from app.foundation.i18n import gettext as _

#: The groups of fields of which some may be published before anybody checks; announcements and the name of
#: the structure too, which are no fields of a listing.
LIGHT = (
    *(group for group in Group if any(line.light and line.group is group for line in FIELDS.values())),
    Group.ANNOUNCEMENTS,
    Group.NAME,
)


def light_fields(group: Group) -> str:
    """“Horaires de la semaine, Fermetures”."""
    if group is Group.ANNOUNCEMENTS:
        return _("Annonces courtes et datées")
    if group is Group.NAME:
        return _("Le nom sous lequel les familles la lisent")
    return format_list([str(line.label) for line in FIELDS.values() if line.light and line.group is group])
