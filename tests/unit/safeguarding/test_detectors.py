"""Words of danger, as people type them. A miss is a failure; a false alarm costs a worker two minutes."""

import pytest

from portal.requests.intake import ContactCard, Intake
from portal.requests.kinds import IdentifierKind, Right, Service
from portal.safeguarding.detectors import EACH, may_need_help, speaks_of_danger, texts_in
from portal.safeguarding.spelling import corrected, slips
from portal.safeguarding.word_list import _any_of, read_word_list, squeezed

DANGER = [
    "I want to kill myself",
    "i wanna die",
    "KMS",
    "kms",
    "i'm gonna kms tonight",
    "k.m.s",
    "i k m s",
    "end it all",
    "I am going to end it all",
    "I took pills",
    "took a load of tablets an hour ago",
    "ive taken 20 paracetamol",
    "he is hitting me now",
    "he's hitting me",
    "my dad hits me",
    "my step dad beats me up",
    "mum’s boyfriend punched me",
    "k1ll mys3lf",
    "ki11 myself",
    "su1c1de",
    "suiside",
    "suicde",
    "sueside",
    "siucide",
    "suicidle",
    "I feel suicidal",
    "s u i c i d e",
    "su*cide",
    "s u i c i d a l",
    "I’m thinking about suicide",
    "killlll myselfff",
    "kill my self",
    "kill myslef",
    "killmyself",
    "iwanttodie",
    "I don't want to be here anymore",
    "I don’t want to live any more",
    "i dont wanna live",
    "don't want to be alive",
    "I wish I was dead",
    "I wish I wasn't here",
    "wish i had never been born",
    "everyone would be better off without me",
    "no one would miss me",
    "I can't go on",
    "can't do this anymore",
    "there's no point any more",
    "no reason to live",
    "nothing left to live for",
    "im going to hang myself",
    "jump off a bridge",
    "i am standing on the bridge",
    "in front of a train",
    "cutting myself again",
    "i cut my arms",
    "i self-harm",
    "selfharming",
    "self harm",
    "slit my wrists",
    "i overdosed",
    "ovredose",
    "I OD'd... i oded",
    "swallowed bleach",
    "unalive myself",
    "sewerslide",
    "toaster bath",
    "I won't be here tomorrow",
    "by the time you read this",
    "this is goodbye",
    "I'm not safe",
    "I do not feel safe at home",
    "im in danger",
    "scared to go home",
    "he will kill me",
    "she said she'll kill me if I tell",
    "he is going to hurt my little sister",
    "I was raped",
    "he touches me",
    "my uncle makes me touch him",
    "sexually abused",
    "my coach is grooming me",
    "he has a knife",
    "they locked me in",
    "he wont let me leave",
    "they're making me marry someone",
    "they want to force me to marry",
    "someone is threatening me",
    "he's blackmailing me with nudes",
    "I want to kill him",
    "I want to hurt someone",
    "help me now please",
    "please help me",
    "i need help now",
    "I am bleeding and it won't stop",
    "haven't eaten for days",
    "I want to know if you told the police that I was suicidal in 2024",
    "Did you tell anyone about my overdose?",
    "lladd fy hun",
    "dwi eisiau marw",
    "rwy'n mynd i lladd fy hun",
    "mae dad yn fy nharo",
    "hunan-niweidio",
    "hunanladdiad",
    "mae e'n taro fi",
    "ＫＩＬＬ ＭＹＳＥＬＦ",
    "kíll mysélf",
    "ki\u200bll my\u200bself",
    "$uicide",
    "su!cide",
    "he hit me!he is here",
    "I want 2 die",
    "want to 🔫 myself",
    "he strangled me",
    "I feel like ending it",
    "ending my life",
    "take my own life",
    "go to sleep and never wake up",
    "not wake up tomorrow",
    "got a noose",
    "there is no way out, I am going to die",
    "nowhere safe to sleep",
    "he chokes me",
    "thinking of topping myself",
    "kys",
    "my friend wants to kill herself",
    "fgm",
    "rat poison",
    "r*ped",
    "stop breathing",
    "I cannot go on",
    "I could not cope any more",
    "he punches me in the face",
    "my stepdad burns me with cigarettes",
    "he raped me",
    "my brother has been touching me at night",
    "I am scared of my dad",
    "mum threw a plate at me",
    "he put his hands around my neck",
    "I can't breathe",
    "they are starving me",
    "I'm being trafficked",
    "they made me carry drugs county lines",
    "I will be sent abroad to get married, they force me",
    "I have a plan to die",
    "planning to die on friday",
    "I have written a note, goodbye everyone",
    "I've saved up pills",
    "stockpiling tablets",
    "I relapsed",
    "i hurt myself",
    "im hurtin myself",
    "Burning myself",
    "starving myself",
    "hitting myself",
    "no one will care if I die",
    "what's the point of living",
    "I hate being alive",
    "tired of living",
    "I'm done with life",
    "fed up of living",
    "I had enough of life",
    "I give up on life",
    "I am not ok",
    "I keep hearing voices telling me to do it",
    "someone's following me home",
    "my ex is stalking me",
    "he posted my nudes",
    "send nudes or he will share them",
    "he broke my arm",
    "he threw me down the stairs",
    "my parents hurt me",
    "im gona hang maself",
    "I wnt to die",
    "i want die",
    "want 2 die",
    "wnna die",
    "I want to be with my nan in heaven",
    "I want it to stop",
    "make it stop",
    "I just want the pain to end",
    "I'm bleeding",
    "he's drunk and he's got a hammer",
    "mum is being hit by him",
    "he beats mum",
    "my dad hits mum",
    "dad is hitting my mum",
    "they are beating my brother",
    "she's hurting the baby",
    "I'm hiding in the bathroom",
    "kicked me out",
    "I'm sleeping rough",
    "ran away from home",
    "he made me do sexual things",
    "she abuses me",
    "I was assaulted last night",
    "stabbed",
    "he tried to strangle me",
    "someone pulled a knife",
    "I am thinking of ending my life in the next weeks",
    "throw myself under a train",
    "under a train",
    "walk into the road",
    "drive my car into a wall",
    "crash my car on purpose",
    "drink till I die",
    "wanna sleep forever",
    "sleep forever",
    "not exist",
    "I don't want to exist",
    "stop existing",
    "I plan to end my life",
    "die by my own hand",
    "I am a danger to myself",
    "risk to myself",
    "I hear voices",
    "I have been self harming for years",
    "sucidal thoughts",
    "suisidal",
    "im sucidal",
    "i cba with life anymore",
    "not worth living",
    "life isn't worth living",
    "life is not worth it",
    "what is the point anymore",
    "nobody would notice if i was gone",
    "i should be dead",
    "I deserve to die",
    "can you tell someone please he hurts me",
    "my teacher kissed me",
    "an adult is asking me for pictures",
    "he pays me for sex",
    "I am pregnant and scared",
    "he is going to find me",
    "honour killing",
    "my family will kill me if they find out",
    "if my dad finds out he will kill me",
    "they'll beat me if they know",
]

# Nobody is in danger here. "My nan died last year" is a loss, not a danger: the crisis lines stand on every page anyway.
NO_DANGER = [
    "killing time",
    "I was just killing time on your boards",
    "I could murder a pizza",
    "deadline",
    "What is the deadline?",
    "my nan died last year",
    "My nan passed away last year",
    "What did you tell my school?",
    "quiet.otter",
    "May 2026",
    "last summer",
    "after 6pm on weekdays",
    "07700 900123",
    "jo@example.org",
    "lantern",
    "What did you share about me and who with?",
    "Please delete my posts from the boards",
    "Do you write down that I was here?",
    "I took my tablet to school",
    "I cut my hair",
    "He is a die hard fan",
    "hit the road",
    "I beat the game",
    "my phone battery is dead",
    "I want a copy of my chat",
    "Can I find out what you told someone about me?",
    "I want to know what you keep",
    "Do you tell my school if I am hungry?",
    "Did an ambulance crew get my name?",
    "How long do you keep my things?",
    "I do not know my user name",
    "keep in touch with me",
    "my foster carer looked after me",
    "I can not find my code",
    "I think you have the wrong birthday",
    "this is odd",
    "Dw i eisiau gweld beth sydd gennych chi",
    "diolch yn fawr",
    "somebody else sees my texts",
    "my exam went well",
    "Hello, how are you",
    "my mum knows I talked with you",
    "I would like to see my notes",
    "the homework is killing me",
]

# Nobody is in danger here either, and the calm words come all the same: each shares its words with somebody who is.
ACCEPTED = [
    "that photo was shot in Leeds",
    "I am scared you told my mum",
    "Did you tell anyone that I self harm?",
    "it hurt me",
]


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_heard(text):
    assert speaks_of_danger(text)


@pytest.mark.parametrize("text", NO_DANGER)
def test_plain_words_raise_nothing(text):
    assert not speaks_of_danger(text)


@pytest.mark.parametrize("text", ACCEPTED)
def test_some_false_alarms_are_accepted(text):
    assert speaks_of_danger(text)


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_heard_in_capitals_in_curly_quotes_and_in_the_middle_of_other_words(text):
    assert speaks_of_danger(f"Hello. Please send me a copy of my chat.\n{text.upper()}\nThank you, Demo Kite")
    assert speaks_of_danger(text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}") + "...")


def test_nothing_is_no_danger():
    assert not speaks_of_danger()
    assert not speaks_of_danger("", "   ", "\n", "\N{PILE OF POO}", "1234", "\ud800", "\x00", "\u202eabc")


def test_one_text_of_many_is_enough():
    assert speaks_of_danger("quiet.otter", "", "I want to die", "May 2026")


def test_a_phrase_is_heard_beside_a_harmless_one():
    assert speaks_of_danger("I was killing time. Then I wanted to die.")
    assert not speaks_of_danger("this homework is killing me")


@pytest.mark.parametrize(
    "filler", ["a", "a ", "!", "k1!", "not ", "want to ", "end my ", "abcdefgh ijklmnop ", "\n", "$ "]
)
def test_a_hostile_text_is_looked_at_in_bounded_time(filler):
    """The time-out of the suite is the judge; what stands before the bound is still heard."""
    assert speaks_of_danger("kms " + filler * 500_000)
    assert speaks_of_danger(*[filler * 500_000] * 10, "kms")
    assert not speaks_of_danger("x " * EACH)


def test_every_text_of_a_request_is_looked_at_and_codes_are_not():
    intake = Intake(
        rights=(Right.SHARED,), services=(Service.CHAT,), identifiers=((IdentifierKind.EMAIL, "a@demo.invalid"),),
        month="May", note="the note", card=ContactCard(times="after tea", code_word="lantern"),
    )  # fmt: skip
    assert set(texts_in(intake)) == {"a@demo.invalid", "May", "the note", "", "after tea", "lantern"}
    assert list(texts_in({"a": ["one", {"b": "two"}], "c": None, "d": True, "e": 3, "f": b"x"})) == ["one", "two"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("suicide", "suicide", 0), ("suiside", "suicide", 1), ("siucide", "suicide", 1), ("sucde", "suicide", 2),
     ("outside", "suicide", 3), ("", "abc", 3)],
)  # fmt: skip
def test_slips_are_counted(one, other, expected):
    assert slips(one, other) == expected


@pytest.mark.parametrize("word", ["outside", "decide", "seaside", "beside", "society", "social", "itself"])
def test_a_real_word_is_no_slip(word):
    assert corrected(word, read_word_list().spelling) == word


def test_doubled_letters_are_one():
    assert squeezed("killlling 1100") == "kiling 1100"


def test_a_group_that_is_not_there_and_an_empty_word_are_told():
    with pytest.raises(ValueError, match="no group is called people"):
        _any_of(["hit {people}"], {})
    with pytest.raises(ValueError, match="an empty word"):
        _any_of(["hit/ me"], {})


@pytest.mark.parametrize(
    ("looked_for", "help_comes_first"),
    [
        (["self harm"], True), (["selfharm"], True), (["self-harm"], True), (["cutting"], True), (["cut myself"], True),
        (["hurt myself"], True), (["selfharming"], True), (["suicide"], True), (["suicde"], True), (["dad hits me"], True),
        (["999"], True), (["raped"], True), (["ending it all"], True), (["took pills"], True), (["Killl"], True),
        (["parnets", "parents"], False), (["ovredoze", "overdose"], True), (["how long"], False), (["police"], False),
        (["weed"], False), (["school"], False), ([""], False),
    ],
)  # fmt: skip
def test_what_somebody_looks_for_brings_help_first_where_one_word_is_enough(looked_for, help_comes_first):
    assert may_need_help(*looked_for) == help_comes_first


def test_a_word_that_is_enough_in_a_search_flags_nobody_in_a_form():
    assert not speaks_of_danger("What would you do in an emergency?")
