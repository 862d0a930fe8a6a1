"""The staff screens."""

from portal.web.staff import (
    account,
    answers,
    authority,
    care,
    cases,
    draft_clauses,
    draft_publishing,
    draft_rules,
    draft_taking_out,
    drafts,
    flags,
    glass,
    handing,
    jobs,
    links,
    lost_words,
    notes,
    policies,
    publishing,
    questions,
    queue,
    register,
    replies,
    sessions,
    tasks,
)

BLUEPRINTS = (
    *(sessions.bp, account.bp, queue.bp, cases.bp, flags.bp, register.bp, answers.bp, authority.bp, jobs.bp),
    *(questions.bp, publishing.bp, policies.bp, drafts.bp, draft_clauses.bp, draft_publishing.bp),
    *(replies.bp, lost_words.bp),
    *(draft_taking_out.bp, draft_rules.bp),
    *(notes.bp, tasks.bp, links.bp, handing.bp, glass.bp, care.bp),
)
