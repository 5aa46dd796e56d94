"""The *Guide des services aux familles* on paper: what stands in it, its words, its plans, its pages.

contents.gather(wanted) -> Chosen      the cards of a request, bounded; UnknownTheme, UnknownCommune
book.book_of(chosen, …) -> Book        parts, numbers, plans, index: everything the template lays out
making.make(payload)                   the errand: pages to the press, progress to the row
poster.poster_of(card)                 one sheet with a QR code, for the door of a place
"""
