"""Changing sources, and asking for runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from parvis.control.accounts.facts import Actor, NewKey
from parvis.control.accounts.rules import require_manager, require_operator
from parvis.control.audit.actions import record
from parvis.control.domains import actions as domains_actions
from parvis.control.domains import queries as domains
from parvis.control.jobs.actions import enqueue
from parvis.control.sources import rules
from parvis.control.sources.facts import OPEN, RunFacts, RunState, SourceBusy, SourceExists, SourceFacts
from parvis.control.sources.models import Run, Source
from parvis.control.sources.queries import run_facts, source_facts
from parvis.control.sources.reading import checked_reading
from parvis.control.sources.secrets import decrypted, encrypted, rotated
from parvis.core.clock import now
from parvis.core.errors import NotFound
from parvis.core.ids import is_dataset_id
from parvis.data.connectors.files.interface import InvalidSource, checked_options
from parvis.data.connectors.files.kinds import kind_of
from parvis.data.store.push_keys import push_group

RUN_TASK = "parvis.control.sources.tasks.run_source"


@transaction.atomic
def add_source(
    *,
    actor: Actor,
    domain: str | None,
    dataset_id: str,
    kind: str,
    options: Mapping[str, str],
    schedule: str = "",
    timezone: str = "Europe/Paris",
    silent_after: str = "",
    owner: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    private: bool | None = None,
    reading: Mapping[str, Any] | None = None,
) -> SourceFacts:
    """Give a dataset, which need not exist yet, its source. Managers of the domain; folders of the machine: operator.

    ``metadata`` and ``private`` go to the dataset with its first version; ``reading`` says how the files are read
    (sheet, header_row, record_path, encoding, delimiter, epsg). Secret options are encrypted and never
    shown again. Errors: Forbidden, NotFound (domain), InvalidSource, InvalidSchedule, SourceExists, FetchError.
    """
    slug = domains.get_domain(domain).slug
    require_manager(actor, slug)
    chosen = kind_of(kind)
    if kind == "folder":
        require_operator(actor)
    if not is_dataset_id(dataset_id):
        raise InvalidSource(f"{dataset_id[:130]!r} cannot name a dataset", hint="use letters, digits, - and _")
    values = checked_options(chosen, options)
    secret = {o.name: values.pop(o.name) for o in chosen.options if o.secret}
    secret = {name: value for name, value in secret.items() if value}
    checked = rules.checked_schedule(schedule, timezone)
    read_as = checked_reading(reading or {})
    source = Source(
        domain_id=slug,
        dataset_id=dataset_id,
        kind=kind,
        options=values,
        secrets=encrypted(secret),
        secret_names=sorted(secret),
        metadata=dict(metadata or {}),
        private=private,
        reading=read_as,
        schedule=checked,
        timezone=timezone,
        silent_after=rules.checked_silence(silent_after),
        owner=(owner or actor.label)[:254],
        next_run=rules.next_run(checked, timezone, now()),
    )
    try:
        with transaction.atomic():
            source.save(force_insert=True)
    except IntegrityError as error:
        raise SourceExists(f"{dataset_id} has a source already", hint="remove it first") from error
    _record(actor, "source.create", source, {"kind": kind, "schedule": checked})
    return source_facts(source)


@transaction.atomic
def create_push_key(*, actor: Actor, domain: str | None, dataset_id: str) -> NewKey:
    """A key that pushes to this dataset and reads nothing; its secret is shown once. Managers of the domain.

    Errors: Forbidden, NotFound, InvalidSource when the source is of another kind.
    """
    source = _locked(actor, domain, dataset_id)
    if source.kind != "push":
        raise InvalidSource(f"the source of {dataset_id} is of kind {source.kind}, not push")
    name, groups = f"push {dataset_id}"[:60], (push_group(dataset_id),)
    return domains_actions.create_key(actor=actor, name=name, domain=source.domain_id, groups=groups)


@transaction.atomic
def remove_source(*, actor: Actor, domain: str | None, dataset_id: str) -> None:
    """Forget the source, its secrets and its log; the dataset stays. Managers of the domain.

    Errors: Forbidden, NotFound, SourceBusy.
    """
    source = _locked(actor, domain, dataset_id)
    if Run.objects.filter(source=source, state__in=OPEN).exists():
        raise SourceBusy("a run has not ended yet", hint="cancel it first")
    _record(actor, "source.delete", source, {"kind": source.kind})
    source.delete()


@transaction.atomic
def pause_source(*, actor: Actor, domain: str | None, dataset_id: str, paused: bool) -> SourceFacts:
    """Stop the schedule, or let it go on. Managers. Errors: Forbidden, NotFound."""
    source = _locked(actor, domain, dataset_id)
    source.paused = paused
    source.next_run = None if paused else rules.next_run(source.schedule, source.timezone, now())
    source.save(update_fields=["paused", "next_run"])
    _record(actor, "source.pause" if paused else "source.resume", source, {})
    return source_facts(source)


@transaction.atomic
def set_source(
    *,
    actor: Actor,
    domain: str | None,
    dataset_id: str,
    options: Mapping[str, str] | None = None,
    reading: Mapping[str, Any] | None = None,
    schedule: str | None = None,
    timezone: str | None = None,
    silent_after: str | None = None,
    owner: str | None = None,
) -> SourceFacts:
    """Put these choices over the earlier ones; None leaves one as it is, an empty option or reading takes it back.

    Another way to fetch or to read makes the next run take everything again. Managers; folders of the machine:
    operator. Errors: Forbidden, NotFound, InvalidSource, InvalidSchedule, SourceBusy.
    """
    source = _locked(actor, domain, dataset_id)
    if source.kind == "folder" and options:
        require_operator(actor)
    if Run.objects.filter(source=source, state__in=OPEN).exists():
        raise SourceBusy("a run has not ended yet", hint="cancel it first")
    if options:
        _set_options(source, options)
    read_as = checked_reading({**source.reading, **(reading or {})})
    if options or read_as != source.reading:
        source.reading, source.state = read_as, {}
    source.timezone = source.timezone if timezone is None else timezone
    source.schedule = rules.checked_schedule(source.schedule if schedule is None else schedule, source.timezone)
    source.silent_after = source.silent_after if silent_after is None else rules.checked_silence(silent_after)
    source.owner = source.owner if owner is None else owner[:254]
    source.next_run = None if source.paused else rules.next_run(source.schedule, source.timezone, now())
    source.save()
    detail = {"options": sorted(options or {}), "reading": dict(reading or {}), "schedule": source.schedule}
    _record(actor, "source.update", source, detail)
    return source_facts(source)


def _set_options(source: Source, options: Mapping[str, str]) -> None:
    """Check the options as a whole, secrets with them."""
    kind = kind_of(source.kind)
    values = checked_options(kind, {**source.options, **decrypted(source.secrets), **options})
    secret = {o.name: values.pop(o.name) for o in kind.options if o.secret}
    secret = {name: value for name, value in secret.items() if value}
    source.options, source.secrets, source.secret_names = values, encrypted(secret), sorted(secret)


@transaction.atomic
def set_secrets(*, actor: Actor, domain: str | None, dataset_id: str, secrets: Mapping[str, str]) -> SourceFacts:
    """Put these secrets over the earlier ones; an empty one is forgotten. Managers.

    Errors: Forbidden, NotFound, InvalidSource for a name that is no secret option of the kind.
    """
    source = _locked(actor, domain, dataset_id)
    known = {option.name for option in kind_of(source.kind).options if option.secret}
    if wrong := set(secrets) - known:
        raise InvalidSource(f"{min(wrong)!r} is not a secret of a source of kind {source.kind}")
    merged = {k: v for k, v in {**decrypted(source.secrets), **secrets}.items() if v}
    source.secrets, source.secret_names = encrypted(merged), sorted(merged)
    source.save(update_fields=["secrets", "secret_names"])
    _record(actor, "source.secrets", source, {"names": sorted(secrets)})
    return source_facts(source)


@transaction.atomic
def rotate_secrets(*, actor: Actor) -> int:
    """Encrypt all secrets with today's key; returns how many sources. Operator. Errors: Forbidden, SecretUnreadable."""
    require_operator(actor)
    held = Source.objects.select_for_update().exclude(secrets="")
    for source in held:
        Source.objects.filter(pk=source.pk).update(secrets=rotated(source.secrets))
    record(actor=actor.label, action="source.rotate", object="secrets", detail={"sources": len(held)})
    return len(held)


@transaction.atomic
def run_now(*, actor: Actor, domain: str | None, dataset_id: str, trigger: str = "hand") -> RunFacts:
    """Ask for a run; a worker does it. Managers. Errors: Forbidden, NotFound, SourceBusy."""
    source = _locked(actor, domain, dataset_id)
    run = open_run(source, trigger, actor.label)
    _record(actor, "source.run", source, {"run": run.pk})
    return run_facts(run)


def open_run(source: Source, trigger: str, actor: str) -> Run:
    """A waiting run and its task, in the transaction of the caller. Raises SourceBusy."""
    try:
        with transaction.atomic():
            run = Run.objects.create(source=source, trigger=trigger, actor=actor)
    except IntegrityError as error:
        raise SourceBusy("a run has not ended yet", hint="`parvis source log` shows it") from error
    enqueue(RUN_TASK, key=f"{source.domain_id}/{source.dataset_id}", run=run.pk)
    return run


@transaction.atomic
def cancel_run(*, actor: Actor, domain: str | None, dataset_id: str) -> RunFacts:
    """Cancel the run that has not ended; one under way ends at its next step. Managers. Errors: Forbidden, NotFound."""
    source = _locked(actor, domain, dataset_id)
    run = Run.objects.select_for_update().filter(source=source, state__in=OPEN).first()
    if run is None:
        raise NotFound(f"no run of {dataset_id} is under way")
    run.cancelled = True
    if run.state == RunState.WAITING:
        run.state, run.finished = RunState.CANCELLED, now()
    run.save(update_fields=["cancelled", "state", "finished"])
    _record(actor, "source.cancel", source, {"run": run.pk})
    return run_facts(run)


def _locked(actor: Actor, domain: str | None, dataset_id: str) -> Source:
    slug = domains.get_domain(domain).slug
    require_manager(actor, slug)
    source = Source.objects.select_for_update().filter(domain=slug, dataset_id=dataset_id).first()
    if source is None:
        raise NotFound(f"{dataset_id} has no source", hint="`parvis source list` shows them")
    return source


def _record(actor: Actor, action: str, source: Source, detail: Mapping[str, Any]) -> None:
    name = f"{source.domain_id}/{source.dataset_id}"
    record(actor=actor.label, action=action, object=name, domain=source.domain_id, detail=detail)
