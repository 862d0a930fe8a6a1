"""Words people use for things that a rule calls by another name. Pure.

Whoever looks for the word on the left also finds what has one of the words on the right; never the other way round.
Some things people say have no word in any rule: `ABOUT` gives them one, which stands in the index and on no page.
"""

from collections.abc import Sequence
from itertools import product

SELF_HARM, ELSE = "selfharm", "somethingelse"
SHOWN = {SELF_HARM: "self-harm"}  # how such a word is written where a page has to

# The word for a situation and the grounds it rests on, by the situation's id. A pack without it leaves it out.
ABOUT = {
    "self-harm-life-threatening": (SELF_HARM,),
    "self-harm-not-life-threatening": (SELF_HARM,),
    "plan-to-end-life-now": ("suicide",),
    "plan-to-end-life-within-30-days": ("suicide",),
    "suicidal-thoughts-no-plan": ("suicide",),
    "overdose": ("overdose",),
    "something-else": (ELSE,),
}

_FAMILY = "dad dads mum mums mom mother father stepdad stepmum parents brother sister uncle carer boyfriend girlfriend"
_HURTS = "hit hits hitting beat beats beating hurt hurts hurting slap slaps kick kicks punch punches"
_SELF = "harm harming hurt hurting cut cutting cuts burn burning scratch scratching injure injury hit hitting"

# Words that mean one thing when they stand together, in this order.
TOGETHER: dict[tuple[str, ...], str] = {
    **{("self", harm): SELF_HARM for harm in ("harm", "harming", "harmed", "injury", "hurt", "harmer")},
    **dict.fromkeys(product(_SELF.split(), ("myself", "yourself", "themselves")), SELF_HARM),
    **dict.fromkeys(product(_FAMILY.split(), _HURTS.split()), "abuse"),
    **{(hurts, "me"): "abuse" for hurts in _HURTS.split()},
    **{(end, "it", "all"): "suicide" for end in ("end", "ending")},
    **dict.fromkeys(product(("kill", "killing"), ("myself", "yourself", "themselves")), "suicide"),
    ("want", "to", "die"): "suicide",
    ("selfharming",): SELF_HARM,
    ("selfharmed",): SELF_HARM,
    ("took", "pills"): "overdose",
    ("taken", "pills"): "overdose",
    ("touched", "me"): "rape",
    ("kicked", "out"): "homeless",
    ("thrown", "out"): "homeless",
}

ALIKE: dict[str, tuple[str, ...]] = {
    word: others
    for words, others in {
        "suicide suicidal kill killing die dying dead kms unalive": ("life", "suicide"),
        "selfharm selfharming cutting cut cuts": (SELF_HARM,),
        "overdose overdosed od pills paracetamol": ("overdose", "medicine"),
        "mum mom dad mother father carer carers family nan gran stepdad stepmum": ("parents",),
        "teacher teachers college": ("school",),
        "cop cops feds arrested": ("police",),
        "ambulance": ("999", "emergency"),
        "abuse abused hit hits beaten beats violence violent hitting": ("abuse", "hurt", "harm"),
        "rape raped assault assaulted grooming groomed nudes nude sexting sexted sextortion molested": ("sex",),
        "foster fostered": ("social", "care"),
        "pregnancy abortion baby": ("pregnant",),
        "weed cannabis ket coke cocaine mdma vape vaping stoned dealer dealing": ("drugs",),
        "runaway": ("home", "homeless"),
        "bomb extremism extremist radicalised": ("terrorism",),
        "stealing stole shoplift nicked theft": ("steal", "took"),
        "erase remove wipe": ("delete",),
        "secret secrets confidential confidentiality anonymous": ("private",),
        "share shared grass snitch": ("tell",),
        "solicitor lawyer magistrate": ("court", "judge"),
        "homelessness eviction evicted": ("home", "homeless"),
        "bot ai robot": ("chatbot",),
        # no rule speaks of these: they are things to talk about
        "eating anorexia bulimia bulimic anorexic binge drunk drinking alcohol drink smoking gambling": (ELSE,),
        "bullied bullying bully lonely gay lesbian trans bisexual anxiety anxious depressed depression": (ELSE,),
    }.items()
    for word in words.split()
}


def also(word: str) -> tuple[str, ...]:
    """The word, then those that mean the same in a rule."""
    return tuple(dict.fromkeys((word, *ALIKE.get(word, ()))))


def joined(words: Sequence[str]) -> list[str]:
    """The words in their order, with those that mean one thing together put into one; the longest first."""
    done: list[str] = []
    at = 0
    longest = max(map(len, TOGETHER))
    while at < len(words):
        found = next((n for n in range(longest, 0, -1) if tuple(words[at : at + n]) in TOGETHER), 1)
        done.append(TOGETHER.get(tuple(words[at : at + found]), words[at]))
        at += found
    return done
