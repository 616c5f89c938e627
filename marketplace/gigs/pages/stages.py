"""The workflow of a gig, stage by stage, with its place in each package."""

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.formats import listed
from marketplace.gigs.pages.packages import percent_of
from marketplace.gigs.terms import GigTerms, Package, Stage


@dataclass(frozen=True)
class Cell:
    """What a stage costs in one package; `amount` is None in those that it is not in, and where it has no price."""

    package: Package
    is_in: bool
    amount: int | None = None
    share: int = 0


@dataclass(frozen=True)
class StageView:
    """One stage of the workflow, with its place in each package."""

    number: int
    stage: Stage
    cells: list[Cell]
    substeps: list[tuple[str, str]]  # each with the packages that it is in, for data-package

    @property
    def within(self) -> str:
        """The packages that it is in; "" where that is all of them."""
        return (
            "" if all(one.is_in for one in self.cells) else " ".join(one.package.key for one in self.cells if one.is_in)
        )

    @property
    def only_in(self) -> str:
        return listed(one.package.label for one in self.cells if one.is_in)

    @property
    def outside(self) -> str:
        return " ".join(one.package.key for one in self.cells if not one.is_in)


def stages_of(terms: GigTerms) -> Iterator[StageView]:
    """Each of them, in the order of the work."""
    for number, stage in enumerate(terms.workflow.stages, start=1):
        cells = [_cell(terms, stage, one) for one in terms.packages]
        keys = [one.package.key for one in cells if one.is_in]
        substeps = [(one.name, " ".join(key for key in keys if one.is_in(key))) for one in stage.substeps]
        yield StageView(number, stage, cells, substeps)


def _cell(terms: GigTerms, stage: Stage, package: Package) -> Cell:
    if not stage.is_in(package.key):
        return Cell(package, is_in=False)
    if not terms.is_paid_in_steps(package.key):
        return Cell(package, is_in=True)
    amount = stage.amounts[package.key]
    return Cell(package, True, amount, round(percent_of(amount, package.price)))
