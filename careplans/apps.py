from django.apps import AppConfig


class CareplansConfig(AppConfig):
    name = "careplans"

    def ready(self) -> None:
        from careplans.goal_contacts import TieToGoals
        from patients import ties

        if not any(isinstance(one, TieToGoals) for one in ties.TIES):
            ties.TIES.append(TieToGoals())
