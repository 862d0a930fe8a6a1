"""The staff screens."""

from portal.web.staff import (
    account,
    answers,
    authority,
    cases,
    draft_clauses,
    draft_publishing,
    draft_rules,
    draft_taking_out,
    drafts,
    factors,
    flags,
    invitations,
    jobs,
    lost_words,
    other_ways_in,
    policies,
    proving,
    publishing,
    questions,
    queue,
    register,
    replies,
    reviews,
    sessions,
    setting_up,
    team,
    workers,
)

BLUEPRINTS = (
    *(sessions.bp, account.bp, queue.bp, cases.bp, flags.bp, register.bp, answers.bp, authority.bp, jobs.bp),
    *(questions.bp, publishing.bp, policies.bp, drafts.bp, draft_clauses.bp, draft_publishing.bp),
    *(replies.bp, lost_words.bp),
    *(draft_taking_out.bp, draft_rules.bp),
    *(workers.bp, invitations.bp, setting_up.bp, other_ways_in.bp, proving.bp, factors.bp, reviews.bp, team.bp),
)
