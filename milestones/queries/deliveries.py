"""Deliveries as they are shown: what belongs to which deliverable."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from milestones.models import Delivery, DeliveryFile, Order

FILE = JSONObject(pk="pk", name="name", size="size", deliverable="deliverable", content_type="content_type")


@dataclass(frozen=True)
class Part:
    """What was handed in for one deliverable; the name is empty for what belongs to none."""

    name: str
    files: list[dict]
    links: list[dict]


def deliveries_of(order: Order) -> dict[int, list[Delivery]]:
    """The deliveries of an order by milestone, the newest first, each with its `parts`: one query."""
    files = DeliveryFile.objects.filter(delivery=OuterRef("pk")).order_by("pk").values(json=FILE)
    found = defaultdict(list)
    deliveries = Delivery.objects.filter(milestone__order=order).order_by("-number")
    delivery: Any
    for delivery in deliveries.annotate(handed=ArraySubquery(files)):
        delivery.parts = parts(delivery.handed, delivery.links)
        found[delivery.milestone_id].append(delivery)
    return found


def parts(files: list[dict], links: list[dict]) -> list[Part]:
    """Files and links by deliverable, in the order in which they were named; what belongs to none comes first."""
    names = sorted(dict.fromkeys(one["deliverable"] for one in (*files, *links)), key=bool)
    return [
        Part(
            name,
            [file for file in files if file["deliverable"] == name],
            [link for link in links if link["deliverable"] == name],
        )
        for name in names
    ]
