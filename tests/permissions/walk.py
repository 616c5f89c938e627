"""What there is: every address of the site, every verb, every transition."""

import inspect
import pkgutil
from importlib import import_module

from django.apps import apps
from django.contrib.admin.sites import AdminSite
from django.urls import URLPattern, get_resolver
from django.views.generic import RedirectView

from marketplace.transitions import gate

ROOTS = ["marketplace", "milestones", "escrow"]


def addresses(resolver=None, space="") -> set[str]:
    """The name of every address; the pattern, where it has none."""
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if not isinstance(pattern, URLPattern):
            found |= addresses(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif not _leads_elsewhere_in_the_desk(pattern, space):
            found.add(f"{space}{pattern.name or pattern.pattern}")
    return found


def _leads_elsewhere_in_the_desk(pattern, space) -> bool:
    """Django's own two without a name: the old address of a row, and whatever has no page."""
    old = getattr(pattern.callback, "view_class", None) is RedirectView
    nowhere = getattr(pattern.callback, "__name__", "") == AdminSite.catch_all_view.__name__
    return space == "admin:" and pattern.name is None and (old or nowhere)


def verbs() -> set[str]:
    """Every public function with `by` as a keyword, in the packages of actions and wherever one opens a transaction."""
    found = set()
    for root in ROOTS:
        for module in pkgutil.walk_packages(import_module(root).__path__, f"{root}."):
            if ".migrations" not in module.name and ".management" not in module.name:
                found |= set(_verbs_of(import_module(module.name)))
    return found


def _verbs_of(module):
    for name, one in vars(module).items():
        if name.startswith("_") or not inspect.isfunction(one) or one.__module__ != module.__name__:
            continue
        by = inspect.signature(one).parameters.get("by")
        if by and by.kind == by.KEYWORD_ONLY and (_is_durable(one) or _has_verbs(module.__name__)):
            yield f"{module.__name__}.{name}"


def _has_verbs(module: str) -> bool:
    """Whether what it has is called from outside, though some of it opens its transactions inside: after a storage."""
    return ".actions." in module and ".parts" not in module or module.endswith(".sources")


def _is_durable(function) -> bool:
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    return any(getattr(cell, "durable", False) for cell in cells)


def transitions() -> dict[str, list]:
    """Every transition and every gate, as Model.name, with django-fsm's own description of each source, or the gate."""
    found = {}
    for model in apps.get_models():
        for name, method in inspect.getmembers(model, inspect.isfunction):
            if machine := getattr(method, "_django_fsm", None):
                found[f"{model.__name__}.{name}"] = list(machine.transitions.values())
        members = inspect.getmembers_static(model)  # those of an abstract model, too
        found |= {f"{model.__name__}.{name}": [one] for name, one in members if isinstance(one, gate)}
    return found
