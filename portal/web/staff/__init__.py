"""The staff screens."""

from portal.web.staff import (
    account,
    answers,
    cases,
    draft_clauses,
    draft_publishing,
    draft_rules,
    draft_taking_out,
    drafts,
    jobs,
    policies,
    publishing,
    questions,
    queue,
    register,
    sessions,
)

BLUEPRINTS = (
    *(sessions.bp, account.bp, queue.bp, cases.bp, register.bp, answers.bp, jobs.bp),
    *(questions.bp, publishing.bp, policies.bp, drafts.bp, draft_clauses.bp, draft_publishing.bp),
    *(draft_taking_out.bp, draft_rules.bp),
)
