"""Deliveries as they are shown: what belongs to which deliverable."""

from collections import defaultdict
from dataclasses import dataclass

from marketplace.postgresql.reading import Reading
from milestones.models import Delivery, DeliveryFile, Order

# An array is planned in half the time of a join, which counts for a few rows.
OF_ORDER = "milestone_id = ANY (ARRAY(SELECT id FROM milestones_milestone WHERE order_id = %s))"
FILES = f"delivery_id = ANY (ARRAY(SELECT id FROM milestones_delivery WHERE {OF_ORDER})) ORDER BY id"  # noqa: S608


@dataclass(frozen=True)
class Part:
    """What was handed in for one deliverable; the name is empty for what belongs to none."""

    name: str
    files: list[DeliveryFile]
    links: list[dict]


class Deliveries:
    """The deliveries of an order with their files, which `reading` brings."""

    def __init__(self, reading: Reading, order: Order):
        self._found = reading.select(Delivery, f"{OF_ORDER} ORDER BY number DESC", [order.pk])
        self._files = reading.select(DeliveryFile, FILES, [order.pk])

    def by_milestone(self) -> dict[int, list[Delivery]]:
        """Those of each milestone, the newest first, each with its `parts`."""
        files, found = defaultdict(list), defaultdict(list)
        for file in self._files:
            files[file.delivery_id].append(file)
        for delivery in self._found:
            delivery.parts = parts(files[delivery.pk], delivery.links)
            found[delivery.milestone_id].append(delivery)
        return found


def parts(files: list[DeliveryFile], links: list[dict]) -> list[Part]:
    """Files and links by deliverable, in the order in which they were named; what belongs to none comes first."""
    named = [*(file.deliverable for file in files), *(link["deliverable"] for link in links)]
    names = sorted(dict.fromkeys(named), key=bool)
    return [
        Part(
            name,
            [file for file in files if file.deliverable == name],
            [link for link in links if link["deliverable"] == name],
        )
        for name in names
    ]
