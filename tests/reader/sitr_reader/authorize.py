"""The gates of every commit (A-01 to A-17, A-33, A-34, A-36) and of every message (A-20 to A-29), from the parent epoch's state
alone."""

from types import SimpleNamespace

from . import content as said
from . import settings as setting

MEMBER, DOORKEEPER, MODERATOR, ADMIN, NEWCOMER, ALLY, MENTOR, PROFESSIONAL = range(1, 9)
STEWARDS = (DOORKEEPER, MODERATOR, ADMIN)
KEEPERS = (MODERATOR, ADMIN)
DEVICES_MAX = 4


def _role(policy, persona):
    return policy.roles.get(persona, MEMBER)


def _stewards(policy):
    return {persona for persona, role in policy.roles.items() if role in STEWARDS}


def _above(mine, theirs):
    return mine == ADMIN or (mine == MODERATOR and theirs not in KEEPERS)


def _membership(parent, closer, change):
    """A-04 to A-06, A-33, A-34: the rule that is broken, if one is, and who is in the room afterwards."""
    devices, policy = set(parent.devices), parent.policy
    mine = _role(policy, closer)
    for device in change.removes:
        persona = device[0]
        if device not in devices:
            return "A-05 removed is absent", set()
        replaced = device in change.adds or (persona, 0) in change.adds
        above = _above(mine, _role(policy, persona))
        devices.remove(device)
        own = persona == closer and any(one == closer for one, _ in devices)
        if not replaced and not above and not own:
            return "A-06 rank", set()
    for device in change.adds:
        if device[1] >= DEVICES_MAX:
            return "A-33 too many devices", set()
        if device in devices:
            return "A-04 added twice", set()
        devices.add(device)
    return None, {persona for persona, _ in devices}


def _roles(parent, mine, new, members):
    """A-07, A-13."""
    for persona in sorted(members):
        entered = persona not in parent.members
        newcomer = NEWCOMER if parent.policy.settings.probation else MEMBER
        before = newcomer if entered else _role(parent.policy, persona)
        after = _role(new, persona)
        probation = {before, after} <= {NEWCOMER, MEMBER}
        if before != after and not (mine == ADMIN or (probation and mine == MODERATOR)):
            return "A-13 another role than newcomers have" if entered else "A-07 rank"
    return None


KEPT = ("slow_seconds", "locked", "locked_topics")
ON_PERSONS = ("bans", "timeouts")


NO_MORE_VOTES = bytes(32)


def _carried(parent, wanted):
    """A-17: more than half of the members whose role may vote name it."""
    electors = [one for one in parent.members if _role(parent.policy, one) in TABLE["vote"]]
    return 2 * sum(parent.ballots.get(one) == wanted for one in electors) > len(electors)


def _settings(parent, new, mine):
    """A-07, A-14, A-17."""
    old = parent.policy.settings
    differ = {name for name, _, _ in setting.FORMS if getattr(old, name) != getattr(new, name)}
    if old.votes_required:
        wanted = {"guidelines": new.guidelines, "votes_required": NO_MORE_VOTES}
        for name in differ & set(wanted):
            if wanted[name] is None or not _carried(parent, wanted[name]):
                return "A-17 no vote"
    if differ - set(KEPT) - set(ON_PERSONS) and mine != ADMIN:
        return "A-07 rank"
    if differ & set(KEPT) and mine not in KEEPERS:
        return "A-14 rank"
    return None


def _sanctions(old, new, closer, members):
    """A-14 to A-16."""
    mine = _role(old, closer)
    for kind in reversed(ON_PERSONS):
        before, after = getattr(old.settings, kind), getattr(new.settings, kind)
        for persona in sorted(set(before) | set(after)):
            was, now = before.get(persona), after.get(persona)
            if was == now:
                continue
            if mine not in KEEPERS:
                return "A-14 rank"
            if now is not None:
                own = now.by == closer and persona != closer
                ends = kind == "bans" or (now.until_day != 0 and persona in members)
                if not (own and ends and _above(mine, _role(old, persona))):
                    return "A-15 sanction"
            elif kind == "bans" and was.by == closer and mine != ADMIN:
                return "A-16 rank"
    return None


def _where(policy):
    return policy.relay, policy.settings.routes


def _move(old, new, change, mine):
    """A-11, A-36: an admin's act, and all that its commit does."""
    if mine != ADMIN:
        return "A-11 relay"
    rest = SimpleNamespace(**vars(new))
    rest.relay = old.relay
    rest.settings = SimpleNamespace(**{**vars(new.settings), "routes": old.settings.routes})
    alone = not change.adds and not change.removes and rest == old
    leads_there = new.relay != old.relay and new.settings.routes
    return None if alone and leads_there else "A-36 not a move alone"


def _policy(parent, closer, change, members):
    """A-07 to A-17."""
    old, new = parent.policy, change.policy or parent.policy
    mine = _role(old, closer)
    if _where(new) != _where(old):
        return _move(old, new, change, mine)
    if not set(new.roles) <= members:
        return "A-09 role of nobody"
    broken = _roles(parent, mine, new, members)
    if broken:
        return broken
    if new.name != old.name and mine != ADMIN:
        return "A-07 rank"
    if set(new.settings.bans) & members:
        return "A-12 banned"
    broken = _settings(parent, new.settings, mine) or _sanctions(old, new, closer, members)
    if broken:
        return broken
    if ADMIN not in new.roles.values():
        return "A-08 no admin"
    changed = _stewards(new) != _stewards(old)
    if changed != (new.steward_hash != old.steward_hash):
        return "A-10 steward secret"
    return None


def authorize(parent, closer, committer, change):
    """`accept`, or the rule that refuses."""
    if change.unknown is not None:
        return "A-01 unknown"
    if closer not in parent.members or _role(parent.policy, closer) not in STEWARDS:
        return "A-02 not a steward"
    if committer != closer:
        offers = not (change.adds or change.removes or change.policy)
        return "accept" if committer in parent.members and offers else "A-03 offer too much"
    broken, members = _membership(parent, closer, change)
    return broken or _policy(parent, closer, change, members) or "accept"


def change(adds=(), removes=(), policy=None, unknown=None):
    return SimpleNamespace(adds=list(adds), removes=list(removes), policy=policy, unknown=unknown)


EVERYBODY = (MEMBER, DOORKEEPER, MODERATOR, ADMIN, NEWCOMER, ALLY, MENTOR, PROFESSIONAL)
PEOPLE = tuple(role for role in EVERYBODY if role != DOORKEEPER)
FULL = (MEMBER, MENTOR, PROFESSIONAL, MODERATOR, ADMIN)
TABLE = {
    "leave": EVERYBODY,
    "accept": EVERYBODY,
    "retract": PEOPLE,
    "speak": PEOPLE,
    "react": PEOPLE,
    "share": FULL,
    "start": FULL,
    "vote": FULL,
    "ask": (MEMBER, MENTOR, PROFESSIONAL),
    "draft": (MENTOR, PROFESSIONAL, MODERATOR, ADMIN),
    "publish": (PROFESSIONAL, MODERATOR, ADMIN),
    "crisis": (MENTOR, PROFESSIONAL, MODERATOR, ADMIN),
    "moderate": KEEPERS,
    "confide": PEOPLE,
    "stewards": STEWARDS,
    "guidelines": (ADMIN,),
}
ACTS = {
    "leave": "leave",
    "stewards": "stewards",
    "deleted": "retract",
    "unreacted": "retract",
    "reaction": "react",
    "text": "speak",
    "files": "share",
    "other": "share",
    "refounding": "share",
    "acceptance": "accept",
    "answered": "speak",
    "celebration": "speak",
    "vote": "vote",
    "signature": "vote",
    "direct-offer": "ask",
    "crisis-answer": "crisis",
    "moderation": "moderate",
    "guidelines": "guidelines",
    "rooms": "moderate",
    **dict.fromkeys(("topic", "event", "poll", "petition", "campaign", "proposal"), "start"),
    **dict.fromkeys(("report", "appeal", "crisis-call", "rsvp", "place"), "confide"),
    **dict.fromkeys(("invite-request", "lineage", "vouch", "mediation", "device-request"), "confide"),
}
CHANGEABLE = ("text", "files", "reaction", "deleted", "unreacted")
DAY_MS = 86_400_000
ALWAYS = ("leave", "accept", "retract", "stewards")


def act(content):
    if content.kind in ("note", "resource"):
        draft = content.own[3] if content.kind == "note" else content.own[9]
        return "draft" if draft else "publish"
    found = ACTS[content.kind]
    return "share" if found in ("speak", "retract", "react") and said.links(content) else found


def may_say(hearing, content):
    """`accept`, or the rule by which everybody drops it."""
    policy, speaker, doing = hearing.policy, hearing.speaker, act(content)
    role, decided = _role(policy, speaker), policy.settings
    if role not in TABLE[doing]:
        return "A-20 role"
    if doing == "confide":
        return "D-05 manner"
    if content.replaces and (content.kind not in CHANGEABLE or hearing.replaces_own is False):
        return "A-28 not own"
    if doing in ALWAYS:
        return "accept"
    if decided.last_day and content.at_ms // DAY_MS > decided.last_day:
        return "A-42 over"
    if speaker in decided.timeouts:
        return "A-21 timeout"
    if decided.guidelines is not None and decided.guidelines != hearing.accepted:
        return "A-22 guidelines"
    if role == ALLY and content.topic not in decided.open_topics:
        return "A-26 locked"
    broken = None if role in KEEPERS else _closed(decided, hearing, content)
    return broken or _by_kind(policy, speaker, content) or "accept"


def _closed(decided, hearing, content):
    if decided.locked or content.topic in decided.locked_topics:
        return "A-26 locked"
    if not setting.is_open(decided.hours, content.at_ms):
        return "A-25 closed"
    wait, last = decided.slow_seconds * 1000, hearing.last_at_ms
    if wait and last is not None and content.at_ms < last + wait:
        return "A-24 too soon"
    return None


def _by_kind(policy, speaker, content):
    decided = policy.settings
    if content.kind == "reaction" and content.words not in (decided.palette or setting.PALETTE):
        return "A-23 palette"
    if content.kind == "direct-offer" and (not decided.direct or decided.age == 1):
        return "A-27 direct"
    if content.kind == "moderation" and content.own[3] is not None:
        person = content.own[3]
        if person == speaker or not _above(_role(policy, speaker), _role(policy, person)):
            return "A-29 peer"
    return None
