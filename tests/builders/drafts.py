"""A small policy file without a problem, for tests of drafts, and a draft of it in the hands of workers."""

from sqlalchemy.orm import Session

from portal.accounts.actor import SYSTEM, Actor
from portal.policies.drafts import service
from portal.policies.models import PolicyDraft, PolicyVersion
from portal.policies.pack.policy_file import read_version_text
from portal.policies.service import publish_version
from tests.builders.desk import AT

TEXT = """\
---
slug: small
version: 1
title: What stays quiet   # a comment that stays
effective_on: 2026-01-05
in_force_by: 2026-01-06
covers: All you tell us.
shares: Your name, and no more.

# Where it comes from
sources:
  a:
    file: demo.txt
    about: a demo text
recipients:
  police: The police
---

## Do you keep it quiet? {#quiet}

```yaml
part: answer
source: [a line 1]
```

Yes, we do.

### Under 13

Yes, we do it for you too.

### Easy Read

- Yes.
- We keep it quiet.


## You are in danger {#danger}

```yaml
part: ground
ages: [under-18, adult]
life_risk_only: [adult]
urgency: emergency
because: safety
tell: [police]
source: [a lines 2-3]
```

We think you could die.

### Under 13

You could die.

### Easy Read

- You could die.

## Can I ask you? {#ask}

```yaml
part: afterwards
source: [a line 4]
```

Yes, you can.

### Under 13

Yes, ask us.

### Easy Read

- Yes. You can ask.
"""
CODES = ["quiet", "danger", "ask"]


def a_small_policy(session: Session) -> PolicyVersion:
    """The small policy, published."""
    read = read_version_text(TEXT, "small-1.md")
    assert read.version is not None and read.problems == []
    return publish_version(session, read.version, actor=SYSTEM, at=AT)


def a_draft(session: Session, actor: Actor, slug: str = "small") -> PolicyDraft:
    """A draft of the next version, as it stands right after it was started."""
    return service.start(session, slug, actor=actor, at=AT)


def a_whole_draft(session: Session, actor: Actor, slug: str = "small", *, starts: str = "2027-02-01") -> PolicyDraft:
    """A draft without a problem: it has a day to start on."""
    draft = a_draft(session, actor, slug)
    service.change_fact(session, draft, {"effective_on": starts}, actor=actor, at=AT)
    return draft
