"""The staff screens."""

from portal.web.staff import (
    account,
    answers,
    authority,
    calendar,
    cases,
    clock,
    draft_clauses,
    draft_publishing,
    draft_rules,
    draft_taking_out,
    drafts,
    flags,
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
    *(sessions.bp, account.bp, queue.bp, cases.bp, flags.bp, register.bp, answers.bp, authority.bp, jobs.bp),
    *(questions.bp, publishing.bp, policies.bp, drafts.bp, draft_clauses.bp, draft_publishing.bp),
    *(replies.bp, lost_words.bp),
    *(clock.bp, calendar.bp),
    *(draft_taking_out.bp, draft_rules.bp),
)
