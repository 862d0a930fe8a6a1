"""The young person's screens."""

from portal.web.public import (
    answering,
    ask,
    back,
    changes,
    contact,
    datamap,
    easy_read,
    find,
    leave,
    messages,
    mine,
    not_happy,
    numbers,
    pages,
    policies,
    published,
    questions,
    read,
    sides,
    tell,
    told,
    words,
)

BLUEPRINTS = (
    pages.bp, leave.bp, policies.bp, published.bp, ask.bp, find.bp, tell.bp, words.bp, datamap.bp, easy_read.bp,
    questions.bp, back.bp, mine.bp, read.bp, messages.bp, answering.bp, contact.bp, changes.bp, not_happy.bp, sides.bp,
    numbers.bp, told.bp,
)  # fmt: skip
