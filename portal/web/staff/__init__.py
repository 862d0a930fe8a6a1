"""The staff screens."""

from portal.web.staff import account, answers, cases, jobs, queue, register, sessions

BLUEPRINTS = (sessions.bp, account.bp, queue.bp, cases.bp, register.bp, answers.bp, jobs.bp)
