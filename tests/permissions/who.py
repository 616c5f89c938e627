"""What the words of VERBS and TRANSITIONS mean, for one thing."""

from tests.permissions.table import VERBS

PEOPLE = {"client", "freelancer", "other", "support", "staff", "superuser"}


def may(action, thing, actor: str) -> bool:
    """Whether the table lets an actor do this to a thing of an order, in some state, under the order's rulebook."""
    policy = thing.parties.policy
    for verb in VERBS:
        if verb.action is action and all(getattr(policy, name) == value for name, value in verb.where.items()):
            return actor in named(verb.who, thing)
    raise LookupError(f"{action.__name__} has no line in tests/permissions/table.py")


def named(who: str, thing) -> set[str]:
    """The actors that the words of a line mean, for this thing."""
    found = set()
    for word in who.split():
        match word:
            case "anybody":
                found |= PEOPLE
            case "buyer":
                found |= PEOPLE - {"client"}
            case "guest":
                found |= PEOPLE - {"freelancer"}
            case "support":
                found |= {"support for the house", "superuser for the house"}
            case "any_support":
                found |= {"support for the house", "superuser for the house", "support of their own"}
            case "house":
                found |= {"support", "superuser"}
            case "owner":
                found.add("client")
            case "asker":
                found.add(_side(thing.order, thing.asked_by_id))
            case "answerer":
                found.add(_other(_side(thing.order, thing.asked_by_id)))
            case "remaining":
                sides = {"client": thing.freelancer, "freelancer": thing.client}
                found |= {side for side, beside in sides.items() if beside.is_suspended}
            case "author":
                found.add(_side(thing, thing.author_id))
            case "next_writer":
                found |= {_side(thing, thing.author_id)} if thing.version is None else {"client", "freelancer"}
            case "writer":
                found.add(_side(thing, thing.version.by_id if thing.version else thing.author_id))
            case "reader" if thing.version:
                found.add(_other(_side(thing, thing.version.by_id)))
            case "client" | "freelancer" | "clock" | "gateway":
                found.add(word)
    return found


def _side(order, pk) -> str:
    return {order.client_id: "client", order.freelancer_id: "freelancer"}[pk]


def _other(side: str) -> str:
    return {"client": "freelancer", "freelancer": "client"}[side]
