from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self) -> None:
        from patients import moving
        from reviews.transitions_follow import TransitionsFollow

        if not any(isinstance(one, TransitionsFollow) for one in moving.FOLLOWERS):
            moving.FOLLOWERS.append(TransitionsFollow())
