"""Guides on paper: who asked for what, how far it is, where the file lies, and the press that makes it.

The desk of families writes the pages; this room keeps the rows and the files, and turns pages into a PDF.

  operations.ask(wanted, edition, sender=) -> PaperGuide   the same request of the same data is one guide;
      TooManyAsked, TooManyWaiting
  operations.cancel(key)      one who asked no longer wants it; it stops when nobody does
  queries.guide_at(key)       the one at that unguessable address, None once it expired
  printing.print_pdf(page, target, told)   a child process sets the pages; PressFailed, PressStopped, PressMissing
"""
