"""A finished report, and what people do with it: for tests of its life."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from audits import promises_reader, said_actions, signing
from audits.models import Audit, PromisedAction, Signature
from audits.step import met, not_met
from tests.audits.finished import finished_run
from tests.world import World, signed_in


def a_report(world: World) -> Audit:
    findings = {
        patient: {"7.1": met("Reviewed."), "5.2": not_met("No.", "Nothing")}
        for patient in (world.gareth, world.leanne, world.mina, world.ray)
    }
    return finished_run(world.service, world.manager, world.on, findings)


def sign(audit: Audit, by: User, **more: Any) -> Signature:
    audit = Audit.objects.get(pk=audit.pk)
    seen = signing.as_seen(audit, promises_reader.whole(audit))
    return signing.sign(audit=audit, by=by, **{"seen": seen} | more)


def promise(audit: Audit, world: World, code: str = "7.1", **more: Any) -> PromisedAction:
    return said_actions.promise(
        **{
            "audit": audit,
            "code": code,
            "what": "A slot each morning",
            "owner": world.keyworker,
            "due_on": world.day(-30),
            "expected": "More plans in date",
            "by": world.manager,
        }
        | more
    )


def comment(
    audit: Audit, world: World, text: str = "Two keyworkers left.", version: int = 0
) -> Any:
    return said_actions.comment(audit=audit, step=7, text=text, version=version, by=world.manager)


def page(by: User, name: str, *args: Any, **asked: str) -> str:
    answer = signed_in(by).get(reverse(f"audits:{name}", args=args), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split("<main")[1].split())
