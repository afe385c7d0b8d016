"""The table of the search: FTS5 on SQLite, tsvector on PostgreSQL, with the same words in both.

A document is what can be found of one thing, or of a piece of it: words for everybody who may read it, words for the
desk alone, and who may read it. Its id tells what it is of, so that the newest things have the highest.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tortoise.connection import get_connection
from tortoise.expressions import RawSQL

from models.db.connect import dialect
from services.search.search_words import Question, stem

PARTS = 1 << 10
_THINGS = 1 << 34
BYTES = 16_000  # of words that one text adds: a document of PostgreSQL has a megabyte at most


@dataclass(frozen=True)
class Words:
    """What a document says: to everybody who may read it, and to the desk alone."""

    public: Collection[str] = ()
    internal: Collection[str] = ()


def document_id(kind: int, thing: int, part: int = 0) -> int:
    """The id of a document: of a kind, of one thing of it, of a part of that."""
    return (kind * _THINGS + thing) * PARTS + min(part, PARTS - 1)


def thing_of(document: int) -> tuple[int, int]:
    """Id of the thing, and part of it, that a document is of."""
    return document // PARTS % _THINGS, document % PARTS


async def readers(ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Who may read each of these documents, of those that there are."""
    column, listed = 'id' if _is_postgres() else 'rowid', ', '.join(map(str, ids))
    rows = await _rows(f'SELECT {column} AS id, acl FROM search_document WHERE {column} IN ({listed})')  # noqa: S608
    return {row['id']: frozenset(row['acl'] if _is_postgres() else row['acl'].split()) for row in rows}


async def put(documents: Iterable[tuple[int, Words, Collection[str]]]) -> None:
    """Write documents that are not there yet, each with who may read it."""
    values = [[document, *_values(words), _acl(acl)] for document, words, acl in documents]
    if not values:
        return
    if _is_postgres():
        sql = 'INSERT INTO search_document (id, words, acl) VALUES ($1, $2::text::tsvector, $3)'
    else:
        sql = 'INSERT INTO search_document (rowid, public, internal, acl) VALUES (?, ?, ?, ?)'
    await get_connection('default').execute_many(sql, values)


async def add(document: int, words: Words) -> None:
    """Let a document say more."""
    if _is_postgres():
        sql = 'UPDATE search_document SET words = words || $1::text::tsvector WHERE id = $2'
    else:
        sql = "UPDATE search_document SET public = public || ' ' || ?, internal = internal || ' ' || ? WHERE rowid = ?"
    await get_connection('default').execute_query(sql, [*_values(words), document])


async def share(first: int, end: int, acl: Collection[str]) -> None:
    """Say who may read the documents from `first` to before `end`."""
    if _is_postgres():
        sql = 'UPDATE search_document SET acl = $1 WHERE id >= $2 AND id < $3'
    else:
        sql = 'UPDATE search_document SET acl = ? WHERE rowid >= ? AND rowid < ?'
    await get_connection('default').execute_query(sql, [_acl(acl), first, end])


async def forget(first: int, end: int) -> None:
    """Take away the documents from `first` to before `end`."""
    column, marks = ('id', ('$1', '$2')) if _is_postgres() else ('rowid', ('?', '?'))
    sql = f'DELETE FROM search_document WHERE {column} >= {marks[0]} AND {column} < {marks[1]}'  # noqa: S608
    await get_connection('default').execute_query(sql, [first, end])


async def forget_these(ids: Collection[int]) -> None:
    """Take away these documents, of those that there are."""
    column, listed = 'id' if _is_postgres() else 'rowid', ', '.join(map(str, ids))
    await get_connection('default').execute_query(f'DELETE FROM search_document WHERE {column} IN ({listed})')  # noqa: S608


async def find(
    question: Question, first: int, end: int, limit: int, readers: Sequence[Collection[str]], *, internal: bool
) -> list[int]:
    """The documents from `first` to before `end` that hold all words, the highest id first, `limit` at most.

    Only those that can be read with one token of each of `readers`; the words of the desk are looked at if `internal`.
    """
    look = _in_postgres if _is_postgres() else _in_sqlite
    return await look(question, f'{{id}} >= {first:d} AND {{id}} < {end:d}', f'{limit:d}', readers, internal)


def things(question: Question, kind: int) -> RawSQL:
    """The ids of all things of a kind whose documents hold all words, those for the desk too: for `id__in` of a query
    that narrows and pages them.
    """
    if _is_postgres():
        column, asked = 'id', ' & '.join(_each(question, "'{}':AB", "'{}':*AB", ' | '))
        holds = f'words @@ {_literal(asked)}::tsquery'
    else:
        column, asked = 'rowid', ' AND '.join(_each(question, '"{}"', '"{}"*', ' OR '))
        holds = f'search_document MATCH {_literal(f"{{public internal}} : ({asked})")}'
    first, end = document_id(kind, 0), document_id(kind + 1, 0)
    return RawSQL(
        f'(SELECT {column} / {PARTS:d} % {_THINGS:d} FROM search_document'  # noqa: S608
        f' WHERE {holds} AND {column} >= {first:d} AND {column} < {end:d})'
    )


async def nearest(question: Question, first: int, end: int, limit: int, readers: Collection[str]) -> list[int]:
    """The documents from `first` to before `end` that hold any of the words, those that say most of them first."""
    asked = _each(question, "'{}':A", "'{}':*A", ' | ') if _is_postgres() else _each(question, '"{}"', '"{}"*', ' OR ')
    if not asked:
        return []
    if _is_postgres():
        sql = (
            'SELECT id FROM search_document, CAST($1 AS tsquery) asked WHERE words @@ asked AND acl && $2::text[]'  # noqa: S608
            f' AND id >= {first:d} AND id < {end:d} ORDER BY ts_rank(words, asked) DESC, id DESC LIMIT {limit:d}'
        )
        rows = await _rows(sql, [' | '.join(asked), sorted(readers)])
    else:
        wanted = f'{{public}} : ({" OR ".join(asked)}) AND {{acl}} : ({_either(readers)})'
        sql = (
            'SELECT rowid AS id FROM search_document WHERE search_document MATCH ?'  # noqa: S608
            f' AND rowid >= {first:d} AND rowid < {end:d}'
            f' ORDER BY bm25(search_document, 1.0, 0.0, 0.0), rowid DESC LIMIT {limit:d}'
        )
        rows = await _rows(sql, [wanted])
    return [row['id'] for row in rows]


async def _in_postgres(
    question: Question, place: str, limit: str, readers: Sequence[Collection[str]], internal: bool
) -> list[int]:
    weights = 'AB' if internal else 'A'
    asked = _each(question, f"'{{}}':{weights}", f"'{{}}':*{weights}", ' | ')
    values = [*([' & '.join(asked)] if asked else []), *(sorted(some) for some in readers)]
    conditions = [*(['words @@ ${}::text::tsquery'] if asked else []), *['acl && ${}::text[]'] * len(readers)]
    where = [condition.format(at) for at, condition in enumerate(conditions, 1)] + [place.format(id='id')]
    sql = f'SELECT id FROM search_document WHERE {" AND ".join(where)} ORDER BY id DESC LIMIT {limit}'  # noqa: S608
    return [row['id'] for row in await _rows(sql, values)]


async def _in_sqlite(
    question: Question, place: str, limit: str, readers: Sequence[Collection[str]], internal: bool
) -> list[int]:
    column = '{public internal}' if internal else '{public}'
    asked = [f'{column} : {one}' for one in _each(question, '"{}"', '"{}"*', ' OR ')]
    asked += [f'{{acl}} : ({_either(some)})' for some in readers]
    sql = (
        f'SELECT rowid AS id FROM search_document WHERE search_document MATCH ? AND {place.format(id="rowid")}'  # noqa: S608
        f' ORDER BY rowid DESC LIMIT {limit}'
    )
    return [row['id'] for row in await _rows(sql, [' AND '.join(asked)])]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _either(tokens: Collection[str]) -> str:
    return ' OR '.join(f'"{token}"' for token in sorted(tokens))


def _each(question: Question, whole: str, begun: str, either: str) -> list[str]:
    """An expression for each word; the last one may be the beginning of a word."""
    if not question.words:
        return []
    *known, last = question.words
    return [*(whole.format(stem(word)) for word in known), f'({begun.format(last)}{either}{whole.format(stem(last))})']


def _values(words: Words) -> Sequence[str]:
    """The words as a row holds them. On PostgreSQL the weight of a word says for whom it is."""
    public, internal = _bounded(words.public), _bounded(words.internal)
    if not _is_postgres():
        return ' '.join(public), ' '.join(internal)
    return (' '.join([*(f"'{word}':1A" for word in public), *(f"'{word}':2B" for word in internal)]),)


def _bounded(words: Collection[str]) -> list[str]:
    left, kept = BYTES, []
    for word in sorted(words):
        left -= len(word) + 1
        if left < 0:
            break
        kept.append(word)
    return kept


def _acl(acl: Collection[str]) -> Any:
    return sorted(acl) if _is_postgres() else ' '.join(sorted(acl))


async def _rows(sql: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
    return await get_connection('default').execute_query_dict(sql, values)


def _is_postgres() -> bool:
    return dialect() == 'postgres'
