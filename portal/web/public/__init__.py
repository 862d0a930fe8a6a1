"""The young person's screens."""

from portal.web.public import back, leave, mine, pages, policies, questions, read

BLUEPRINTS = (pages.bp, leave.bp, policies.bp, questions.bp, back.bp, mine.bp, read.bp)
