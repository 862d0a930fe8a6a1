"""The six screens: which form, which page, what comes next. One class each kind, one line each question."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.web.forms import BaseForm
from portal.web.public import danger
from portal.web.public.forms.questions import CheckForm, ContactForm, FindForm, StartForm, WaysForm
from portal.web.public.questions import draft, send
from portal.web.sessions import current_session

CHECK = 5
DONE = 6


@dataclass(frozen=True, slots=True)
class Screen:
    """One question page: draws its form, keeps its answers, goes on."""

    number: int
    form: type[BaseForm]
    page: str

    def draw(self) -> ResponseReturnValue:
        """The page with what was answered before."""
        if draft.was_sent():
            return redirect(url_for("questions.show", number=DONE), 303)
        return self._page(self.form(formdata=None, data=draft.answers()))

    def take(self) -> ResponseReturnValue:
        """Keep the answers, or show what is missing with nothing lost."""
        if draft.was_sent():
            return redirect(url_for("questions.show", number=DONE), 303)
        form = self.form()
        danger.hear(form.data, draft=draft.submission())
        if not form.validate():
            return self._page(form), 422
        draft.keep({name: value for name, value in form.data.items() if name != "csrf_token"})
        return redirect(url_for("questions.show", number=self.number + 1), 303)

    def _page(self, form: BaseForm) -> str:
        return render_template(f"public/questions/{self.page}.html", form=form, number=self.number)


class Start(Screen):
    """Before you start: what you get, when, and that nobody can make you ask. Nothing is kept yet."""

    def draw(self) -> ResponseReturnValue:
        """The page, whatever was there before."""
        return self._page(self.form(formdata=None))

    def take(self) -> ResponseReturnValue:
        """Begin a draft."""
        form = StartForm()
        draft.begin()
        if form.shared.data:  # only switched on here: switching it off takes the code
            current_session().share(shared=True)
        if form.more_time.data:
            current_session().give_more_time()
        return redirect(url_for("questions.show", number=2), 303)


class Check(Screen):
    """This is what our team will see. Send."""

    def take(self) -> ResponseReturnValue:
        """Send it, once."""
        if draft.was_sent():
            return redirect(url_for("questions.show", number=DONE), 303)
        return send.send()

    def _page(self, form: BaseForm) -> str:
        return render_template("public/questions/check.html", form=form, intake=draft.intake())


class Done(Screen):
    """The code, shown once; then the proof that it was saved."""

    def draw(self) -> ResponseReturnValue:
        """The code the first time, the proof after that."""
        if not draft.was_sent():
            return redirect(url_for("questions.show", number=CHECK), 303)
        return send.done()

    def take(self) -> ResponseReturnValue:
        """Check the words, or make new ones."""
        if not draft.was_sent():
            return redirect(url_for("questions.show", number=CHECK), 303)
        return send.prove_or_replace()


SCREENS: dict[int, Screen] = {
    1: Start(1, StartForm, "start"),
    2: Screen(2, WaysForm, "ways"),
    3: Screen(3, FindForm, "find"),
    4: Screen(4, ContactForm, "contact"),
    CHECK: Check(CHECK, CheckForm, "check"),
    DONE: Done(DONE, CheckForm, "done"),
}
