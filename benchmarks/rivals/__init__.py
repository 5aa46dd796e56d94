"""Who is measured: our engines, a lower bound, and what a competent user would take instead. All get our stems but one.

Every rival but “Whoosh as it is” gives the same totals and the same eleven facets: `bench_search` verifies it.
"""

from benchmarks.rivals.bare import Bare
from benchmarks.rivals.common import Question, Rival
from benchmarks.rivals.fts5 import Fts5
from benchmarks.rivals.ours import Ours, OursOnPostgresql
from benchmarks.rivals.plain_whoosh import PlainWhoosh
from benchmarks.rivals.tantivy_index import Tantivy

__all__ = ["RIVALS", "Question", "Rival"]

RIVALS: dict[str, type[Rival]] = {
    "ours": Ours,
    "bare numpy": Bare,
    "tantivy": Tantivy,
    "SQLite FTS5": Fts5,
    "ours on PostgreSQL": OursOnPostgresql,
    "Whoosh as it is": PlainWhoosh,
}
