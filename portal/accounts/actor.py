"""Who is doing something. Services take an actor, so that they never ask Flask who is logged in."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from portal.accounts.permissions import Permission, Role, permissions_of
from portal.core.errors import NotAllowed


class ActorKind(StrEnum):
    """The three kinds of doer the audit trail knows."""

    PERSON = "person"
    WORKER = "worker"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A doer: kind, id and permissions. Holds no name: the audit trail outlives names."""

    kind: ActorKind
    id: uuid.UUID | None
    permissions: frozenset[Permission]

    @property
    def worker_id(self) -> uuid.UUID:
        """The id of the worker. Raises NotAllowed for anybody else: some acts need a name to stand for them."""
        if self.kind is not ActorKind.WORKER or self.id is None:
            raise NotAllowed
        return self.id

    def may(self, permission: Permission) -> bool:
        """Whether the doer carries the permission."""
        return permission in self.permissions

    def must(self, permission: Permission) -> None:
        """Raise NotAllowed unless the doer carries the permission."""
        if not self.may(permission):
            raise NotAllowed


def worker_actor(worker_id: uuid.UUID, roles: frozenset[Role]) -> Actor:
    """Make the actor of a worker, with what their roles allow."""
    return Actor(ActorKind.WORKER, worker_id, permissions_of(roles))


def person_actor(request_id: uuid.UUID) -> Actor:
    """Make the actor of the person behind a request: they may act on that request and nothing else."""
    return Actor(ActorKind.PERSON, request_id, frozenset({Permission.OWN_REQUEST}))


SYSTEM = Actor(ActorKind.SYSTEM, None, frozenset())
