"""The register in the operator's admin: to look, and to answer through the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.forms import CharField, ModelForm, Textarea
from django.http import HttpRequest

from parvis.control.accounts import queries as accounts
from parvis.control.admin import ReadOnlyAdmin
from parvis.control.community import actions
from parvis.control.community.facts import InvalidQuestion
from parvis.control.community.models import Question
from parvis.control.community.rules import checked_answer

if TYPE_CHECKING:
    # Only the stubs say which model a form is of.
    Form = ModelForm[Question]
else:
    Form = ModelForm


class AnswerForm(Form):
    """The answer, and nothing else."""

    answer = CharField(widget=Textarea, required=False)

    class Meta:
        model = Question
        fields = ("answer",)

    def clean_answer(self) -> str:
        """The text that the action will take."""
        text: str = self.cleaned_data["answer"]
        if text == self.instance.answer:
            return text
        try:
            if self.instance.object_key:
                raise InvalidQuestion("the answer is published: withdraw it first")
            return checked_answer(text)
        except InvalidQuestion as error:
            self.add_error("answer", error.message)
            return text


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """Questions, newest first; publication is `parvis license questions publish`."""

    form = AnswerForm
    list_display = ["number", "domain", "state", "profile", "created", "answered", "published"]
    list_filter = ["state", "profile"]
    readonly_fields = [
        *("number", "domain", "state", "created", "name", "email", "profile", "datasets", "intended", "question"),
        *("language", "answered", "answered_by", "public_question", "licenses", "published"),
    ]
    fields = ["number", "domain", "state", "created", "name", "email", "profile", "datasets", "intended", "question"]
    fields += ["answer", "answered", "answered_by", "public_question", "licenses", "published"]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Granted: a change goes through the action, which writes the audit line."""
        return request.user.is_active and request.user.is_staff

    def save_model(self, request: HttpRequest, obj: Question, form: Form, change: bool) -> None:
        """Answer through the action."""
        if "answer" in form.changed_data:
            actor = accounts.actor(request.user.get_username())
            actions.answer(actor=actor, domain=obj.domain_id, number=obj.number, text=form.cleaned_data["answer"])
