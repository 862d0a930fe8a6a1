"""The young person's screens."""

from portal.web.public import (
    ask,
    back,
    datamap,
    find,
    leave,
    mine,
    pages,
    policies,
    published,
    questions,
    read,
    tell,
    words,
)

BLUEPRINTS = (
    pages.bp, leave.bp, policies.bp, published.bp, ask.bp, find.bp, tell.bp, words.bp, datamap.bp, questions.bp,
    back.bp, mine.bp, read.bp,
)  # fmt: skip
