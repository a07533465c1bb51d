"""Services, teams and staff of the synthetic past, as rows."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from accounts.models import Membership, Service, Team, User
from accounts.roles import Role
from audits.seed import figures
from audits.seed.course import Member, Place
from audits.seed.draws import Chance
from audits.seed.names import FAMILY, FEMALE, MALE
from audits.seed.sheets import Ledger, new_id

TEAM_NAMES = ("Harbour Street team", "Eastfield team", "Northgate team", "Quay Lane team")
MAIN_CODE = "HARBOUR"
PRIYA = ("Priya Nair", "Nurse prescriber")


@dataclass(slots=True)
class Roster:
    """Who works in one service. Keyworker k belongs to team k modulo the number of teams."""

    service_id: str
    manager_id: str
    team_ids: list[str]
    keyworkers: list[Member]
    prescribers: list[Member]
    present: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    ranks: dict[int, float] = field(default_factory=dict)

    def place_with(self, keyworker: int, number: int, *, is_open: bool = True) -> Place:
        (self.present if is_open else self.gone)[keyworker] += 1
        team = keyworker % len(self.team_ids)
        of_team = [
            p for i, p in enumerate(self.prescribers) if i % len(self.team_ids) == team
        ] or self.prescribers
        prescriber = of_team[number % len(of_team)]
        others = [member for member in self.prescribers if member is not prescriber]
        return Place(
            self.service_id,
            self.team_ids[team],
            self.keyworkers[keyworker],
            prescriber,
            others[number % len(others)] if others else prescriber,
        )

    def next_place(self, number: int, *, is_open: bool, rank: float = 0.0) -> Place:
        """The keyworker with the fewest people in treatment; or, who left, with the fewest such.

        The first keyworker's records are well kept: others come to them when two people are short.
        Of several, whoever has the fewest of such a rank, so that no list is all of one kind.
        """
        load = self.present if is_open else self.gone
        wanted = max(figures.SHARE_OF_FIRST_LIST, figures.FIRST_LIST_TIMES / len(load))
        wait = 1.5 if rank >= wanted else 0
        turn = 1 if rank >= 0.5 else -1

        def key(k: int) -> tuple[float, float]:
            return load[k] + (wait if k == 0 else 0), turn * self.ranks.get(k, 0)

        fewest = min(range(len(load)), key=key)
        self.ranks[fewest] = self.ranks.get(fewest, 0) + rank - 0.5
        return self.place_with(fewest, number, is_open=is_open)


class StaffRows:
    """Writes staff, each with an address of their own."""

    def __init__(self, ledger: Ledger, ids: Random, chance: Chance, at: datetime) -> None:
        self.ledger, self.ids, self.chance, self.at = ledger, ids, chance, at
        self.addresses: set[str] = set()
        self.demo: dict[Role, Member] = {}
        self.unusable = make_password(None)[:1] + "synthetic staff do not sign in"

    def add_user(
        self, name: str, job_title: str, role: Role, email: str = "", password: str = ""
    ) -> Member:
        email = email or self._address(name)
        key = new_id(self.ids)
        self.ledger[User].add(
            self.at,
            id=key,
            email=email,
            full_name=name,
            job_title=job_title,
            password=make_password(password) if password else self.unusable,
        )
        return Member(key, name, job_title, role.value)

    def demo_accounts(self) -> None:
        for account in DEMO_ACCOUNTS:
            self.demo[account.role] = self.add_user(
                account.full_name, account.job_title, account.role, account.email, DEMO_PASSWORD
            )

    def join(self, member: Member, role: Role, service_id: str, team_ids: list[str]) -> None:
        key = new_id(self.ids)
        self.ledger[Membership].add(
            self.at, id=key, user_id=member.id, service_id=service_id, role=role.value
        )
        for team_id in team_ids:
            self.ledger[Membership.teams.through].add(self.at, membership_id=key, team_id=team_id)

    def add_service(
        self, code: str, name: str, team_count: int, keyworkers: int, prescribers: int
    ) -> Roster:
        """A service with its teams and staff; the demo's manager and administrator lead it."""
        service_id = new_id(self.ids)
        self.ledger[Service].add(
            self.at,
            id=service_id,
            code=code,
            name=name,
            kind_of_data=Service.KindOfData.SYNTHETIC.value,
        )
        teams = []
        for team_name in (
            TEAM_NAMES[:team_count] if team_count > 1 else (f"{name.split()[0]} team",)
        ):
            teams.append(new_id(self.ids))
            self.ledger[Team].add(self.at, id=teams[-1], service_id=service_id, name=team_name)
        for role in (Role.MANAGER, Role.ADMINISTRATOR):
            self.join(self.demo[role], role, service_id, [])
        return Roster(
            service_id,
            self.demo[Role.MANAGER].id,
            teams,
            self._keyworkers(service_id, teams, keyworkers, is_main=code == MAIN_CODE),
            self._prescribers(service_id, teams, prescribers, is_main=code == MAIN_CODE),
            [0] * keyworkers,
            [0] * keyworkers,
        )

    def _keyworkers(
        self, service_id: str, teams: list[str], number: int, *, is_main: bool
    ) -> list[Member]:
        members = [self.demo[Role.KEYWORKER]] if is_main else []
        while len(members) < number:
            members.append(self.add_user(self._name(), "Keyworker", Role.KEYWORKER))
        for index, member in enumerate(members):
            self.join(member, Role.KEYWORKER, service_id, [teams[index % len(teams)]])
        return members

    def _prescribers(
        self, service_id: str, teams: list[str], number: int, *, is_main: bool
    ) -> list[Member]:
        members = []
        if is_main:
            members = [self.demo[Role.PRESCRIBER]]
            self.join(members[0], Role.PRESCRIBER, service_id, teams)
        for index in range(len(members), number):
            is_priya = is_main and index == len(teams)
            name = PRIYA[0] if is_priya else f"Dr {self.chance.pick(FAMILY)}"
            title = PRIYA[1] if is_priya else "Prescriber"
            members.append(self.add_user(name, title, Role.PRESCRIBER))
            self.join(members[-1], Role.PRESCRIBER, service_id, [teams[index % len(teams)]])
        return members

    def _name(self) -> str:
        return f"{self.chance.pick(FEMALE + MALE)} {self.chance.pick(FAMILY)}"

    def _address(self, name: str) -> str:
        stem = name.lower().replace(" ", ".").replace("'", "")
        email, again = f"{stem}@demo.example", 1
        while email in self.addresses:
            again += 1
            email = f"{stem}.{again}@demo.example"
        self.addresses.add(email)
        return email


def sizes(people: int, planted: int) -> tuple[int, int, int]:
    """Teams, keyworkers and prescribers for so many people, of whom so many are planted in
    treatment: `figures`, from population.md §8."""
    present = planted + round((people - planted) * (1 - figures.LEFT_SHARE))
    teams = max(1, min(len(TEAM_NAMES), round(people / figures.PEOPLE_A_TEAM)))
    keyworkers = max(teams, round(present / figures.PEOPLE_A_KEYWORKER))
    # One more than teams: some decisions take two prescribers.
    prescribers = max(teams + 1, round(present / figures.PEOPLE_A_PRESCRIBER))
    return teams, keyworkers, prescribers
