"""Small packs on disk, right in everything, for tests to break one line of."""

from datetime import date
from functools import cache
from pathlib import Path

from portal.policies.pack import Pack, load_pack

CONTENT = Path(__file__).resolve().parents[2] / "content"
TODAY = date(2026, 11, 23)
POLICY = "policies/quiet.md"

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
"""


def a_pack(folder: Path) -> Path:
    """Write a whole pack without a problem, and give its folder."""
    (folder / "policies").mkdir(parents=True)
    (folder / "organisation.yml").write_text(ORGANISATION_YML)
    (folder / POLICY).write_text(QUIET_MD)
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace one piece of a file, which has to be there exactly once."""
    text = (folder / file).read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new))


@cache
def the_mix() -> Pack:
    """The pack that comes with the portal."""
    return load_pack(CONTENT / "the-mix", today=TODAY)
