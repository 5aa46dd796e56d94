"""Words that know their language: what a structure wrote stays French on a page in another one (WCAG 3.1.2)."""

from __future__ import annotations

from markupsafe import Markup

from app.foundation.i18n.catalog import DEFAULT, LANGUAGES, current_language, text_direction


class Told(str):
    """Words ready to be shown, and the language they are in. Made again into plain words by any operation on them."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str = DEFAULT) -> Told:
        """`lang`: one of LANGUAGES."""
        made = super().__new__(cls, text)
        made.lang = lang
        return made


def told(text: str) -> str:
    """For templates, in the text of an element: marked with its language when it is not that of the page."""
    lang = getattr(text, "lang", "") or current_language()
    if not text or lang == current_language():
        return text
    return Markup("<span{}>{}</span>").format(foreign(lang), text)


def foreign(lang: str = DEFAULT) -> Markup:
    """For templates, inside a tag: attributes of an element whose words are in that language; '' when the page is."""
    if lang == current_language():
        return Markup("")
    direction = LANGUAGES[lang].direction
    turned = Markup(' dir="{}"').format(direction) if direction != text_direction() else ""
    return Markup(' lang="{}"{}').format(lang, turned)
