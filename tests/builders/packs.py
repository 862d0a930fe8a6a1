"""Small packs on disk, right in everything, for tests to break one line of."""

from datetime import date
from functools import cache
from pathlib import Path

from portal.policies.pack import Pack, Version, load_pack

CONTENT = Path(__file__).resolve().parents[2] / "content"
TODAY = date(2026, 11, 23)
ORG, POLICY, SITUATIONS, DATAMAP, WORDS = (
    "organisation.yml", "policies/quiet.md", "situations.yml", "datamap.yml", "words.yml",
)  # fmt: skip

ORGANISATION_YML = """\
id: demo-harbour
name: Demo Harbour
nation: scotland
time_zone: Europe/London
exit_url: https://weather.example/
answer_days: 30
backup_days: not published
contacts:
  email: hello@harbour.example
  message: Demo Harbour on our boards
regulator:
  name: Information Commission
  former_name: ICO
  former_full_name: Information Commissioner's Office
  since: 2026-09-30
  website: https://regulator.example/
  phone: 0303 123 1113
crisis_lines:
  - id: emergency
    name: Emergency services
    call: 999
    nations: [scotland]
    checked_on: 2026-11-20
    checked_by: a demo worker
    source: [a demo source]
bank_holidays:
  extra: [2026-06-15]
  removed: []
ways:
  chat: Online chat
  not-sure: I am not sure
"""

QUIET_MD = """\
---
slug: quiet
version: 1
title: What stays quiet
effective_on: 2026-01-05
covers: All you tell us.
shares: Your name, and no more.
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

Yes. What you say stays here.

### Easy Read

- We do not pass on what you say.

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
See [our page](https://harbour.example/page).

### Under 13

We think that you are not safe now.

### 18 or over

We think that your life is at risk.

### Easy Read

- We think that you are not safe.
- We ring the police.
"""

SITUATIONS_YML = """\
policy: quiet
groups:
  - {id: life, title: My life}
situations:
  - {id: could-die, group: life, title: I could die}
  - {id: no-home, group: life, title: I have no home}
places:
  - {id: board, title: On the boards}
  - {id: chat, title: In the chat}
  - {id: helpline, title: On the phone}
  - {id: counselling, title: With a counsellor}
  - {id: crisis-text, title: In a text}
  - {id: chatbot, title: To the robot}
  - {id: survey, title: In a survey}
versions:
  "1":
    otherwise: quiet
    otherwise_why: We look at it with you.
    told_first: if-we-can
    places:
      - places: [chatbot]
        outcome: nobody-reads
        clause: quiet
        why: A robot cannot call for help.
    rules:
      - situation: could-die
        ages: [under-18]
        outcome: tell
        clause: danger
      - situation: no-home
        ages: [adult]
        places: [chat, helpline]
        outcome: keep
        clause: quiet
        why: This alone is no danger.
"""

DATAMAP_YML = """\
sources:
  a:
    file: demo.txt
    about: a demo text
systems:
  shelf:
    title: The shelf
    about: We put our notes on it.
    where: not published
services:
  - id: phone
    title: The phone
    lead: You can ring us.
    what: [your first name]
    why: [We want to help you.]
    basis: You said yes.
    systems: [shelf]
    kept:
      - what: Our notes
        months: 18
        from: last-used
        from_words: the last time you rang
        then: deleted
        then_words: Then we burn them.
    source: [a lines 4-5]
  - id: post
    title: The post
    lead: You can write to us.
    what: [your letter]
    basis: You said yes.
    no_period_why: Nobody has said how long.
    source: [a line 6]
"""

WORDS_YML = """\
sources:
  a:
    file: demo.txt
    about: a demo text
words:
  - id: harbour
    word: Harbour
    means: A place where you are safe.
    more: |
      A ship rests there. So can you.
    also: [haven]
    page: true
    policy: quiet
    clause: quiet
    source: [a line 7]
  - id: robot
    word: Robot
    means: A machine that talks.
    source: [a line 8]
check:
  - id: told
    ask: Do we tell what you say?
    options:
      - {id: "no", title: "No", right: true}
      - {id: "yes", title: "Yes"}
    clause: quiet
    if_missed: We do not pass it on.
  - id: danger
    ask: What if you could die?
    options:
      - {id: ring, title: You ring the police, right: true}
      - {id: wait, title: You wait}
    clause: danger
    if_missed: We ring the police when you could die.
  - id: robot
    ask: Does the robot call for help?
    options:
      - {id: "no", title: "No", right: true}
      - {id: "yes", title: "Yes"}
    clause: quiet
    if_missed: A robot cannot call for help.
"""


def a_pack(folder: Path) -> Path:
    """Write a whole pack without a problem, and give its folder."""
    (folder / "policies").mkdir(parents=True)
    for file, text in (
        (ORG, ORGANISATION_YML), (POLICY, QUIET_MD), (SITUATIONS, SITUATIONS_YML), (DATAMAP, DATAMAP_YML),
        (WORDS, WORDS_YML),
    ):  # fmt: skip
        (folder / file).write_text(text)
    return folder


def add_version(folder: Path, number: int, *changes: tuple[str, str], from_day: str = "2026-06-01") -> str:
    """Write the policy again under another number, with `changes`, and the same rules for it; give its file."""
    file = f"policies/quiet-{number}.md"
    (folder / file).write_text((folder / POLICY).read_text())
    for old, new in (("version: 1", f"version: {number}"), ("2026-01-05", from_day), *changes):
        change(folder, file, old, new)
    rules = SITUATIONS_YML[SITUATIONS_YML.index('  "1":') :]
    with (folder / SITUATIONS).open("a") as situations:
        situations.write(rules.replace('"1"', f'"{number}"'))
    return file


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace one piece of a file, which has to be there exactly once."""
    text = (folder / file).read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new))


@cache
def the_mix() -> Pack:
    """The pack that comes with the portal."""
    return load_pack(CONTENT / "the-mix", today=TODAY)


def mix_version(slug: str = "confidentiality", number: int = 3) -> Version:
    """A version of the pack that comes with the portal, by its name and number."""
    policy = the_mix().policy(slug)
    assert policy is not None, slug
    return next(version for version in policy.versions if version.number == number)
