"""Pages of lists, and objects in place of their ids where `expand` asks for them."""

import copy

from tests.stripe.errors import Refused
from tests.stripe.store import Store

PAGING = "limit starting_after ending_before created"
BOUNDS = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}


def page(rows: list[dict], params: dict, url: str) -> dict:
    """Of rows that are newest first: at most `limit` (10), next to `starting_after` or `ending_before`."""
    kept = [one for one in rows if made_within(one["created"], params.get("created", {}))]
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise Refused("This value must be between 1 and 100.", code="parameter_invalid_integer", param="limit")
    if "ending_before" in params:
        newer = kept[: place(kept, params, "ending_before")]
        return listed(newer[-limit:], url, has_more=len(newer) > limit)
    older = kept[place(kept, params, "starting_after") + 1 :] if "starting_after" in params else kept
    return listed(older[:limit], url, has_more=len(older) > limit)


def place(rows: list[dict], params: dict, name: str) -> int:
    for at, one in enumerate(rows):
        if one["id"] == params[name]:
            return at
    raise Refused(f"No such object: '{params[name]}'", code="resource_missing", param=name)


def listed(rows: list[dict], url: str, *, has_more: bool) -> dict:
    return {"object": "list", "url": url, "has_more": has_more, "data": rows}


def such(rows: list[dict], params: dict, names: str) -> list[dict]:
    """Those in which each of these fields is what the parameter of its name says, where that is given."""
    asked = [name for name in names.split() if name in params]
    return [one for one in rows if all(one[name] == params[name] for name in asked)]


def made_within(created: int, bounds: dict | int) -> bool:
    if isinstance(bounds, int):
        return created == bounds
    return all(BOUNDS[name](created, bound) for name, bound in bounds.items())


def expanded(store: Store, answer: dict, paths: list[str]) -> dict:
    """A copy of the answer; `latest_charge.balance_transaction` puts both in place of their ids."""
    answer = copy.deepcopy(answer)
    for path in paths:
        expand(store, answer, path.split("."), path)
    return answer


def expand(store: Store, inside, names: list[str], path: str) -> None:
    if isinstance(inside, list):
        for one in inside:
            expand(store, one, names, path)
    elif names and inside is not None:
        if names[0] not in inside:
            raise Refused(f"This property cannot be expanded ({path}).", param="expand")
        value = inside[names[0]]
        if isinstance(value, str) and value in store.objects:
            inside[names[0]] = copy.deepcopy(store.objects[value])
        expand(store, inside[names[0]], names[1:], path)
