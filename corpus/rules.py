"""Who may do what: the roles of a corpus and their actions, one table and nothing else."""

from enum import StrEnum

from corpus.errors import ForbiddenError


class Role(StrEnum):
    """What a member is in one corpus, from most to least."""

    OWNER = "owner"
    MANAGER = "manager"
    ADJUDICATOR = "adjudicator"
    CODER = "coder"
    READER = "reader"


class Action(StrEnum):
    """What a role can allow; the API sends the caller's actions with each corpus."""

    READ = "read"
    EXPORT = "export"
    CODE = "code"
    CREATE_CODE = "create_code"
    ADJUDICATE = "adjudicate"
    EDIT_CODEBOOK = "edit_codebook"
    UPLOAD = "upload"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_CORPUS = "manage_corpus"
    DELETE_CORPUS = "delete_corpus"


_READER = frozenset({Action.READ, Action.EXPORT})
_CODER = _READER | {Action.CODE}
_ADJUDICATOR = _CODER | {Action.CREATE_CODE, Action.ADJUDICATE}
_MANAGER = _ADJUDICATOR | {
    Action.EDIT_CODEBOOK,
    Action.UPLOAD,
    Action.MANAGE_MEMBERS,
    Action.MANAGE_CORPUS,
}

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.READER: _READER,
    Role.CODER: _CODER,
    Role.ADJUDICATOR: _ADJUDICATOR,
    Role.MANAGER: _MANAGER,
    Role.OWNER: _MANAGER | {Action.DELETE_CORPUS},
}

RANK: dict[Role, int] = {role: rank for rank, role in enumerate(reversed(Role))}


def allowed(role: Role, *, coders_create_codes: bool) -> frozenset[Action]:
    """Return the actions of `role` in a corpus; coders may make codes where the corpus says so."""
    actions = ALLOWED[role]
    if coders_create_codes and Action.CODE in actions:
        return actions | {Action.CREATE_CODE}
    return actions


def require(action: Action, *, role: Role, coders_create_codes: bool = False) -> None:
    """Refuse unless `role` allows `action`.

    Raises:
        ForbiddenError: it does not; the message names the least role that does.

    """
    if action in allowed(role, coders_create_codes=coders_create_codes):
        return
    least = min((r for r in Role if action in ALLOWED[r]), key=lambda r: RANK[r])
    raise ForbiddenError(
        f"As {role} of this corpus you may not {action.replace('_', ' ')}: "
        f"that takes at least the role {least}."
    )


def require_above(*, actor: Role, other: Role) -> None:
    """Refuse that somebody gives, changes or takes a role above their own.

    Raises:
        ForbiddenError: `other` ranks above `actor`.

    """
    if RANK[other] > RANK[actor]:
        raise ForbiddenError(f"As {actor} you may not give or change the role {other}.")
