"""From what families type to what an engine can find. Pure: no clock, no database, no engine."""

from app.search.understanding.building import build
from app.search.understanding.correcting import KnownWords
from app.search.understanding.lexicon import Kind, Lexicon, Place, Term
from app.search.understanding.model import Guidance, Part, Understood
from app.search.understanding.understand import understand

__all__ = ["Guidance", "Kind", "KnownWords", "Lexicon", "Part", "Place", "Term", "Understood", "build", "understand"]
