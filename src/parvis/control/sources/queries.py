"""Reading sources, runs and alerts of a domain."""

from __future__ import annotations

from parvis.control.domains import queries as domains
from parvis.control.sources.facts import AlertFacts, RunFacts, RunState, SourceFacts
from parvis.control.sources.models import Alert, Run, Source
from parvis.core.errors import NotFound


def sources(domain: str | None) -> list[SourceFacts]:
    """The sources of a domain (None: the default one) by dataset."""
    return [source_facts(source) for source in Source.objects.filter(domain=domains.get_domain(domain).slug)]


def source(domain: str | None, dataset_id: str) -> SourceFacts:
    """The source of a dataset; raises NotFound."""
    slug = domains.get_domain(domain).slug
    found = Source.objects.filter(domain=slug, dataset_id=dataset_id).first()
    if found is None:
        raise NotFound(f"{dataset_id} has no source", hint="`parvis source list` shows them")
    return source_facts(found)


def runs(domain: str | None, dataset_id: str, *, limit: int = 20) -> list[RunFacts]:
    """Runs of the source of a dataset, newest first; raises NotFound."""
    found = source(domain, dataset_id)
    return [run_facts(run) for run in Run.objects.filter(source=found.id).select_related("source")[:limit]]


def run(domain: str, run_id: int) -> RunFacts:
    """One run of a domain; raises NotFound."""
    found = Run.objects.filter(pk=run_id, source__domain=domain).select_related("source").first()
    if found is None:
        raise NotFound(f"there is no run {run_id}")
    return run_facts(found)


def alerts(domain: str | None, *, limit: int = 100) -> list[AlertFacts]:
    """What owners were told, newest first."""
    slug = domains.get_domain(domain).slug
    found = Alert.objects.filter(source__domain=slug).select_related("source")[:limit]
    return [
        AlertFacts(alert.at, slug, alert.source.dataset_id, alert.kind, alert.owner, alert.message) for alert in found
    ]


def source_facts(source: Source) -> SourceFacts:
    """The value that leaves this app, without secrets."""
    return SourceFacts(
        id=source.pk,
        domain=source.domain_id,
        dataset_id=source.dataset_id,
        kind=source.kind,
        options=source.options,
        secrets=tuple(source.secret_names),
        schedule=source.schedule,
        timezone=source.timezone,
        paused=source.paused,
        next_run=source.next_run,
        last_success=source.last_success,
        failures=source.failures,
        owner=source.owner,
        silent_after=source.silent_after,
        reading=source.reading,
    )


def run_facts(run: Run) -> RunFacts:
    """The value that leaves this app."""
    return RunFacts(
        id=run.pk,
        source=run.source_id,
        domain=run.source.domain_id,
        dataset_id=run.source.dataset_id,
        state=RunState(run.state),
        trigger=run.trigger,
        created=run.created,
        finished=run.finished,
        heartbeat=run.heartbeat,
        files=tuple(run.files),
        code=run.code,
        message=run.message,
        version=run.version,
        folder=run.folder,
        actor=run.actor,
    )
