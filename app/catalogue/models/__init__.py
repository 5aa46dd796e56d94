"""The tables of what is true. `facts.py` says what the columns mean; `mapping.py` goes from one to the other."""

from app.catalogue.models.listing import (
    Availability,
    Campaign,
    Contact,
    Fee,
    Location,
    Organization,
    Photo,
    Service,
    ServiceArea,
    ServiceClosure,
    ServiceSlot,
    ServiceSpecialOpening,
)
from app.catalogue.models.past import CatalogueState, Revision, Seeded, SlugRedirect

__all__ = [
    "Availability",
    "Campaign",
    "CatalogueState",
    "Contact",
    "Fee",
    "Location",
    "Organization",
    "Photo",
    "Revision",
    "Seeded",
    "Service",
    "ServiceArea",
    "ServiceClosure",
    "ServiceSlot",
    "ServiceSpecialOpening",
    "SlugRedirect",
]
