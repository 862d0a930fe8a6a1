"""The screens of the questionnaire: which form, which page. One class each kind, one line each question."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.requests.kinds import Right
from portal.requests.questionnaire import chosen, has_to_be_found, is_by_somebody_else, path
from portal.requests.wishes import Change
from portal.web.forms import BaseForm
from portal.web.public import danger
from portal.web.public.forms.going import KeepForm, ThingsForm, WhereForm
from portal.web.public.forms.own_address import REACHING, addresses
from portal.web.public.forms.questions import FINDERS, CheckForm, ContactForm, FindForm, StartForm, WaysForm
from portal.web.public.forms.wishes import (
    CarryForm,
    CopyForm,
    FormatForm,
    FreezeForm,
    TroubleForm,
    UsesForm,
    WhoForm,
    WrongForm,
)
from portal.web.public.questions import checking, draft, send
from portal.web.public.questions.places import go_to, number_of, place_of
from portal.web.sessions import current_session


@dataclass(frozen=True, slots=True)
class Screen:
    """One question page: draws its form, keeps its answers, goes on."""

    name: str
    form: type[BaseForm]

    def draw(self) -> ResponseReturnValue:
        """The page with what was answered before."""
        return self._page(self._fit(self.form(formdata=None, data=draft.answers())))

    def take(self) -> ResponseReturnValue:
        """Keep the answers, or show what is missing with nothing lost."""
        form = self._fit(self.form())
        danger.hear(form.data, draft=draft.submission())
        if not form.validate():
            return self._page(form), 422
        before = number_of(self.name)
        draft.keep({name: value for name, value in form.data.items() if name != "csrf_token"})
        return go_to(before + 1)

    def _fit(self, form: Any) -> BaseForm:
        """Leave out what does not fit what was answered before."""
        fitted: BaseForm = form
        return fitted

    def _page(self, form: BaseForm, **more: Any) -> str:
        return render_template(
            f"public/questions/{self.name}.html",
            form=form, place=place_of(self.name), rights=chosen(draft.answers()) or {Right.SHARED}, **more,
        )  # fmt: skip


class Start(Screen):
    """Before you start: what you get, when, and that nobody can make you ask. Nothing is kept yet."""

    __slots__ = ()

    def draw(self) -> ResponseReturnValue:
        """The page, whatever was there before."""
        return self._page(self.form(formdata=None))

    def take(self) -> ResponseReturnValue:
        """Begin a draft, unless somebody chose what to ask and so began one."""
        form = StartForm()
        if not draft.is_open():
            draft.begin((Right.SHARED,))
        if form.shared.data:  # only switched on here: switching it off takes the code
            current_session().share(shared=True)
        if form.more_time.data:
            current_session().give_more_time()
        draft.keep({"for_somebody": bool(form.for_somebody.data)})
        return go_to(2)


class ByRights(Screen):
    """A question that depends on what somebody came for."""

    __slots__ = ()

    def _fit(self, form: Any) -> BaseForm:
        form.ask_for(chosen(draft.answers()))
        fitted: BaseForm = form
        return fitted


class Find(ByRights):
    """What finds the person. The address of somebody who asks for them does not."""

    __slots__ = ()

    def _fit(self, form: Any) -> BaseForm:
        given = draft.answers()
        if is_by_somebody_else(given):
            form.helpers = addresses((kind, given.get("value")) for kind in REACHING)
        return super()._fit(form)


class Contact(Screen):
    """How to reach whoever asks."""

    __slots__ = ()

    def _fit(self, form: Any) -> BaseForm:
        given = draft.answers()
        if is_by_somebody_else(given):
            form.theirs = addresses((kind, given.get(name)) for kind, name in FINDERS.items())
        return super()._fit(form)


class Where(Screen):
    """Where something is that should go."""

    __slots__ = ()

    def _fit(self, form: Any) -> BaseForm:
        given = draft.answers()
        form.ask_for(
            edits=given.get("change") == Change.EDIT,
            is_short=chosen(given) <= {Right.REMOVE, Right.COMPLAINT},
            has_found=has_to_be_found(given),
        )
        fitted: BaseForm = form
        return fitted


class Check(Screen):
    """This is what our team will see. Send."""

    __slots__ = ()

    def take(self) -> ResponseReturnValue:
        """Send it, once; or say first how to be reached."""
        if CheckForm().reach.data:
            draft.keep({"reach_me": True})
            return go_to(number_of("contact"))
        return send.send()

    def _page(self, form: BaseForm, **more: Any) -> str:
        return super()._page(form, intake=draft.intake(), rows=checking.rows(), numbers=checking.numbers(), **more)


@dataclass(frozen=True, slots=True)
class Done(Screen):
    """The code, shown once; then the proof that it was saved."""

    def draw(self) -> ResponseReturnValue:
        """The code the first time, the proof after that."""
        return send.done() if draft.is_over() else go_to(number_of("check"))

    def take(self) -> ResponseReturnValue:
        """Check the words, or make new ones."""
        return send.prove_or_replace() if draft.is_over() else go_to(number_of("check"))


SCREENS: dict[str, Screen] = {
    screen.name: screen
    for screen in (
        Start("start", StartForm),
        Screen("who", WhoForm),
        Screen("copy", CopyForm),
        ByRights("things", ThingsForm),
        Where("where", WhereForm),
        Screen("keep", KeepForm),
        ByRights("wrong", WrongForm),
        Screen("uses", UsesForm),
        Screen("freeze", FreezeForm),
        Screen("carry", CarryForm),
        Screen("trouble", TroubleForm),
        Screen("ways", WaysForm),
        Find("find", FindForm),
        Screen("format", FormatForm),
        Contact("contact", ContactForm),
        Check("check", CheckForm),
        Done("done", CheckForm),
    )
}


def screen_at(number: int) -> Screen | None:
    """The screen of that number for what was answered so far; None when there is none."""
    steps = path(draft.answers() or {"rights": [Right.SHARED]})
    return SCREENS[steps[number - 1].name] if 1 <= number <= len(steps) else None


def screen_after(number: int) -> Screen | None:
    """The screen of that number once everything was sent: the start of something else, or the code."""
    return {1: SCREENS["start"], draft.done_at(): SCREENS["done"]}.get(number)


def to_done() -> ResponseReturnValue:
    """To the page with the code: what was sent is sent."""
    return redirect(url_for("questions.show", number=draft.done_at()), 303)
