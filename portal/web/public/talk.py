"""The page of messages, with our question on top while it waits for an answer."""

from flask import g, render_template

from portal.cases.asked import question_to
from portal.extensions import db
from portal.messages import queries
from portal.web.actors import own_request_id
from portal.web.public.forms.answering import AnswerForm
from portal.web.public.forms.mine import MessageForm


def talk_page(form: MessageForm | None = None, answer: AnswerForm | None = None) -> str:
    """Draw it. Whichever of the two forms was refused comes back with what was typed."""
    conversation = queries.conversation(db.session, own_request_id(), new=g.get("new", ()))
    return render_template(
        "public/mine/messages.html",
        form=answer or form,
        message_form=form or MessageForm(formdata=None),
        answer_form=answer or AnswerForm(prefix="our-", formdata=None),
        our_question=question_to(db.session, own_request_id()),
        conversation=conversation,
    )
