"""The demo's accounts: made by `seed_demo`, shown by `make demo`. They exist nowhere else."""

from dataclasses import dataclass

from accounts.roles import Role

DEMO_PASSWORD = "synthetic-people-only"  # noqa: S105


@dataclass(frozen=True)
class DemoAccount:
    email: str
    full_name: str
    job_title: str
    role: Role


DEMO_ACCOUNTS = (
    DemoAccount("dee.marsh@demo.example", "Dee Marsh", "Keyworker", Role.KEYWORKER),
    DemoAccount("dr.osei@demo.example", "Dr Osei", "Clinical lead", Role.PRESCRIBER),
    DemoAccount("ruth.calder@demo.example", "Ruth Calder", "Service manager", Role.MANAGER),
    DemoAccount("lin.shaw@demo.example", "Lin Shaw", "Administrator", Role.ADMINISTRATOR),
)
