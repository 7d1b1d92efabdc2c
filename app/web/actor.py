"""The person of the current request."""

from flask_login import current_user
from werkzeug.local import LocalProxy

from app.records.actor import Actor


def _actor() -> Actor:
    actor: Actor = current_user._get_current_object()
    return actor


current_actor: Actor = LocalProxy(_actor)  # type: ignore[assignment]  # stands for the Actor
