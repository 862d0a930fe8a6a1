"""The young person's screens."""

from portal.web.public import (
    answering,
    ask,
    back,
    changes,
    contact,
    datamap,
    find,
    leave,
    messages,
    mine,
    not_happy,
    pages,
    policies,
    published,
    questions,
    read,
    sides,
    tell,
    words,
)

BLUEPRINTS = (
    pages.bp, leave.bp, policies.bp, published.bp, ask.bp, find.bp, tell.bp, words.bp, datamap.bp, questions.bp,
    back.bp, mine.bp, read.bp, messages.bp, answering.bp, contact.bp, changes.bp, not_happy.bp, sides.bp,
)  # fmt: skip
