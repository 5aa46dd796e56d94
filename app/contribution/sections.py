"""The pages of a listing: which form, which fields, in the order in which a listing reads."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.fields import GROUPS, Group
from app.contribution.forms.base import SectionForm
from app.contribution.forms.fees import FeesForm
from app.contribution.forms.identity import AudienceForm, IdentityForm
from app.contribution.forms.photo import PhotoForm
from app.contribution.forms.place import PlaceForm, WelcomeForm
from app.contribution.forms.tables import (
    ClosuresForm,
    ContactsForm,
    DocumentsForm,
    RegistrationForm,
    VacanciesForm,
)
from app.contribution.forms.week import WeekForm
from app.foundation.i18n import LazyText
from app.foundation.i18n import lazy_gettext as _l


@dataclass(frozen=True)
class Section:
    """One page: the end of its address, its name, its form."""

    slug: str
    label: LazyText
    form: type[SectionForm]

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of the guide that it proposes."""
        return self.form.names


SECTIONS: dict[str, Section] = {
    section.slug: section
    for section in (
        Section("horaires", GROUPS[Group.HOURS], WeekForm),
        Section("fermetures", _l("Fermetures et vacances"), ClosuresForm),
        Section("places", GROUPS[Group.VACANCIES], VacanciesForm),
        Section("prix", GROUPS[Group.FEES], FeesForm),
        Section("contacts", GROUPS[Group.CONTACTS], ContactsForm),
        Section("inscription", GROUPS[Group.REGISTRATION], RegistrationForm),
        Section("documents", GROUPS[Group.DOCUMENTS], DocumentsForm),
        Section("identite", GROUPS[Group.IDENTITY], IdentityForm),
        Section("public", GROUPS[Group.AUDIENCE], AudienceForm),
        Section("lieu", GROUPS[Group.PLACE], PlaceForm),
        Section("accueil", GROUPS[Group.WELCOME], WelcomeForm),
        Section("photo", GROUPS[Group.PHOTO], PhotoForm),
    )
}
#: The page that changes each field.
SECTION_OF: dict[str, str] = {name: section.slug for section in SECTIONS.values() for name in section.names}
