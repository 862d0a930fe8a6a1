"""The staff screens."""

from portal.web.staff import (
    account,
    ages,
    answers,
    authority,
    cases,
    draft_clauses,
    draft_publishing,
    draft_rules,
    draft_taking_out,
    drafts,
    export,
    feeds,
    flags,
    giving,
    jobs,
    lost_words,
    policies,
    publishing,
    questions,
    queue,
    register,
    replies,
    search,
    sessions,
    today,
    views,
)

BLUEPRINTS = (
    *(sessions.bp, account.bp, queue.bp, cases.bp, flags.bp, register.bp, answers.bp, authority.bp, jobs.bp),
    *(questions.bp, publishing.bp, policies.bp, drafts.bp, draft_clauses.bp, draft_publishing.bp),
    *(replies.bp, lost_words.bp),
    *(draft_taking_out.bp, draft_rules.bp),
    *(today.bp, giving.bp, search.bp, views.bp, export.bp, feeds.bp, ages.bp),
)
