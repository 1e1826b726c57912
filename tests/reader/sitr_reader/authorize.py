"""The gate of every commit (A-01 to A-11), from the parent epoch's state alone."""

from types import SimpleNamespace

MEMBER, DOORKEEPER, MODERATOR, ADMIN = 1, 2, 3, 4


def _role(policy, persona):
    return policy.roles.get(persona, MEMBER)


def _stewards(policy):
    return set(policy.roles)


def _membership(parent, closer, change):
    """A-04 to A-06: the rule that is broken, if one is, and who is in the room afterwards."""
    members, policy = set(parent.members), parent.policy
    mine = _role(policy, closer)
    for persona in change.removes:
        if persona not in members:
            return "A-05 removed is absent", members
        above = mine == ADMIN or (mine == MODERATOR and _role(policy, persona) < mine)
        if not above and persona not in change.adds:
            return "A-06 rank", members
        members.remove(persona)
    for persona in change.adds:
        if persona in members:
            return "A-04 added twice", members
        members.add(persona)
    return None, members


def _policy(parent, closer, change, members):
    """A-07 to A-11."""
    old, new = parent.policy, change.policy or parent.policy
    if new.relay != old.relay:
        return "A-11 relay"
    if not set(new.roles) <= members:
        return "A-09 role of nobody"
    if _role(old, closer) != ADMIN and not _only_removals(old, new, change):
        return "A-07 rank"
    if ADMIN not in new.roles.values():
        return "A-08 no admin"
    changed = _stewards(new) != _stewards(old)
    if changed != (new.steward_hash != old.steward_hash):
        return "A-10 steward secret"
    return None


def _only_removals(old, new, change):
    """Whether the policy differs by the roles of the removed and the stewards' secret alone."""
    gone = set(change.removes) - set(change.adds)
    kept = {persona: role for persona, role in old.roles.items() if persona not in gone}
    return new.name == old.name and new.roles == kept


def authorize(parent, closer, committer, change):
    """`accept`, or the rule that refuses."""
    if change.unknown is not None:
        return "A-01 unknown"
    if closer not in parent.members or closer not in parent.policy.roles:
        return "A-02 not a steward"
    if committer != closer:
        offers = not (change.adds or change.removes or change.policy)
        return "accept" if committer in parent.members and offers else "A-03 offer too much"
    broken, members = _membership(parent, closer, change)
    return broken or _policy(parent, closer, change, members) or "accept"


def change(adds=(), removes=(), policy=None, unknown=None):
    return SimpleNamespace(adds=list(adds), removes=list(removes), policy=policy, unknown=unknown)
