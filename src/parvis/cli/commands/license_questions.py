"""`parvis license questions`: the register of questions about licences, and their answers."""

from __future__ import annotations

from pathlib import Path

import click

from parvis.cli.commands.installation import prepare
from parvis.cli.options import domain_option, json_option
from parvis.cli.output import print_facts, print_json, print_table
from parvis.control.accounts.facts import Actor
from parvis.control.community import actions, queries
from parvis.control.community.facts import QuestionState


@click.group("questions")
def questions_command() -> None:
    """Read, answer and publish the questions that visitors send."""


@questions_command.command("list", epilog="Example: parvis license questions list --state received")
@click.option("--state", type=click.Choice([state.value for state in QuestionState]), help="Only these.")
@domain_option
@json_option
def list_(state: str | None, domain: str | None, as_json: bool) -> None:
    """List the register, newest first, without who asked."""
    prepare()
    found = queries.questions(domain, state=QuestionState(state) if state else None)
    if as_json:
        print_json([one.to_dict() for one in found])
        return
    rows = [(one.number, one.state.value, one.created[:10], one.asked.question[:60]) for one in found]
    print_table(("number", "state", "received", "question"), rows)


@questions_command.command("show", epilog="Example: parvis license questions show Q-2026-0001")
@click.argument("number")
@domain_option
@json_option
def show(number: str, domain: str | None, as_json: bool) -> None:
    """Show the question NUMBER whole, with who asked."""
    prepare()
    facts = queries.question(domain, number).to_dict(personal=True)
    if as_json:
        print_json(facts)
    else:
        print_facts(facts)


@questions_command.command("answer", epilog="Example: parvis license questions answer Q-2026-0001 --text 'Yes, if…'")
@click.argument("number")
@click.option("--text", help="The answer.")
@click.option("--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file that holds it.")
@domain_option
def answer(number: str, text: str | None, file: Path | None, domain: str | None) -> None:
    """Write the answer to the question NUMBER. Nothing is sent and nothing is published."""
    if (text is None) == (file is None):
        raise click.UsageError("give --text or --file")
    prepare()
    written = text if file is None else file.read_text(encoding="utf-8")
    done = actions.answer(actor=Actor.system(), domain=domain, number=number, text=written or "")
    told = f"Send it to {done.asked.email}." if done.asked.email else "Who asked has been forgotten."
    click.echo(f"{number} is answered. {told}")


@questions_command.command(
    "publish", epilog="Example: parvis license questions publish Q-2026-0001 --question 'May a map be sold?'"
)
@click.argument("number")
@click.option("--question", required=True, help="The question in words that tell nobody.")
@click.option("--license", "licenses", metavar="LICENSE", multiple=True, help="Licence it is about. Repeatable.")
@domain_option
def publish(number: str, question: str, licenses: tuple[str, ...], domain: str | None) -> None:
    """Let the answer to NUMBER join the public questions and answers."""
    prepare()
    actions.publish(actor=Actor.system(), domain=domain, number=number, question=question, licenses=licenses)
    click.echo(f"The answer to {number} is public: /licenses/faq/{number}/")


@questions_command.command("withdraw", epilog="Example: parvis license questions withdraw Q-2026-0001")
@click.argument("number")
@domain_option
def withdraw(number: str, domain: str | None) -> None:
    """Take the published answer to NUMBER back."""
    prepare()
    actions.withdraw(actor=Actor.system(), domain=domain, number=number)
    click.echo(f"The answer to {number} is no longer public.")


@questions_command.command("forget", epilog="Example: parvis license questions forget Q-2026-0001")
@click.argument("number")
@domain_option
def forget(number: str, domain: str | None) -> None:
    """Erase the name and the address of who asked NUMBER."""
    prepare()
    actions.forget(actor=Actor.system(), domain=domain, number=number)
    click.echo(f"Who asked {number} is forgotten.")
