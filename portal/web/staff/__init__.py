"""The staff screens."""

from portal.web.staff import (
    account,
    answers,
    cases,
    draft_clauses,
    draft_publishing,
    drafts,
    jobs,
    lost_words,
    policies,
    publishing,
    questions,
    queue,
    register,
    replies,
    sessions,
)

BLUEPRINTS = (
    *(sessions.bp, account.bp, queue.bp, cases.bp, register.bp, answers.bp, jobs.bp),
    *(questions.bp, publishing.bp, policies.bp, drafts.bp, draft_clauses.bp, draft_publishing.bp),
    *(replies.bp, lost_words.bp),
)
