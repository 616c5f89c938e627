"""The goals of docs/performance.md, each measured on a stage. Numbers, names and limits are the design's."""

import statistics
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from math import isnan, nan
from time import perf_counter

from local import PYTHON, Trouble
from tests.bench.crowd import Crowd, kinds, p95
from tests.bench.loading import Load
from tests.bench.pollers import Pollers
from tests.bench.stage import Child, Stage, note, ratio, take_turns


@dataclass(frozen=True)
class Figure:
    """One measured goal: `value` is held against `reach` and `beyond`; `more` says whether more is better."""

    number: int
    goal: str
    value: float
    reach: float
    beyond: float | None = None
    more: bool = True
    shown: str = ""  # where a number alone does not say it
    wanted: str = ""

    @property
    def text(self) -> str:
        return self.shown or f"{self.value:.3g}"

    @property
    def limits(self) -> tuple[str, str]:
        sign = "≥" if self.more else "≤"
        return self.wanted or f"{sign} {self.reach:g}", "" if self.beyond is None else f"{sign} {self.beyond:g}"

    @property
    def verdict(self) -> str:
        if isnan(self.value):
            return "BROKE OFF"
        if self.beyond is not None and self._meets(self.beyond):
            return "beyond"
        return "reached" if self._meets(self.reach) else "MISSED"

    def _meets(self, limit: float) -> bool:
        return self.value >= limit if self.more else self.value <= limit


def broken(number: int, why: Exception) -> Figure:
    """A goal whose measuring broke off; the others go on."""
    return Figure(number, str(why).splitlines()[0][:100], nan, nan, shown="–", wanted="–")


def middle(rates: list[float]) -> float:
    return statistics.median(rates)


# The engine


def engine(stage: Stage) -> list[Figure]:
    """Goals 1 to 3, held against the raw SQL of the same windows."""
    child = stage.child("engine")
    figures, limit = [], _limit(stage)
    if stage.wants(1, 2):
        figures += _cycle(stage, child, limit)
    if stage.wants(3):
        figures += _sweeps(stage, child, limit)
    wrong = child.ask("books")
    note("the books add up" if not wrong else f"THE BOOKS ARE WRONG: {wrong[:3]}")
    return figures


def _limit(stage: Stage) -> Callable[[], float]:
    """The pgbench script that the engine is held against, on plain copies of the engine's own tables."""
    effort = stage.effort
    known = stage.child("engine").ask("stock", orders=effort.rounds * effort.seconds * 500)
    stage.sql("engine", "raw")
    script = stage.script("engine", "limit", **known)
    return lambda: script(seconds=effort.seconds)


def _cycle(stage: Stage, child, limit) -> list[Figure]:
    effort = stage.effort
    child.ask("cycle", seconds=0.3)
    rates = take_turns(effort.rounds, cycle=lambda: child.ask("cycle", seconds=effort.seconds), limit=limit)
    trips = child.ask("trips")
    note(f"the cycle {middle(rates['cycle']):.0f}/s, raw SQL {middle(rates['limit']):.0f}/s")
    note(f"{trips['statements']} statements in {trips['inside']} round trips, and BEGIN and COMMIT")
    return [
        Figure(1, "approve + pay + fund next ÷ raw SQL, 1 client", ratio(rates["cycle"], rates["limit"]), 0.40, 0.60),
        Figure(2, "round trips of that cycle, BEGIN and COMMIT among them", trips["all"], 5, 4, more=False),
    ]


ENDINGS = {"steps8": "the order ends", "fair": "the order goes on"}


def _sweeps(stage: Stage, child: Child, limit: Callable[[], float]) -> list[Figure]:
    """Goal 3: the sweep of one worker, and of two that share the work. The worse of the two endings counts."""
    effort, both = stage.effort, [child, stage.another("engine")]
    for policy in ENDINGS:
        child.ask("stock_sweeps", policy=policy, rounds=2 * effort.rounds, orders=effort.sweep)

    def sweep(policy: str, workers: list[Child]) -> Callable[[], float]:
        return lambda: _swept(workers, due=child.ask("end_reviews", policy=policy))

    figures = []
    for workers, reach, beyond in (([child], 6, 8), (both, 9, 12)):
        rates = take_turns(effort.rounds, limit=limit, **{policy: sweep(policy, workers) for policy in ENDINGS})
        ratios = {policy: ratio(rates[policy], rates["limit"]) for policy in ENDINGS}
        who = f"{len(workers)} worker{'s' * (len(workers) > 1)}"
        for policy, ending in ENDINGS.items():
            note(f"{who}, reviews run out, {ending}: {middle(rates[policy]):.0f}/s, × {ratios[policy]:.2f}")
        goal = f"sweep of {effort.sweep:,} due deadlines, {who} ÷ raw SQL, 1 client"
        figures.append(Figure(3, goal, min(ratios.values()), reach, beyond))
    return figures


def _swept(workers: list[Child], due: int) -> float:
    """All of them sweep at once. Timers a second."""
    with ThreadPoolExecutor(len(workers)) as threads:
        started = perf_counter()
        fired = sum(threads.map(lambda worker: worker.ask("sweep_due"), workers))
        took = perf_counter() - started
    if fired != due:
        raise Trouble(f"{fired} timers fired, {due} were due")
    return fired / took


# The database


def polling(stage: Stage) -> list[Figure]:
    """Goal 4."""
    few, many = stage.few(), stage.many()
    rates = take_turns(
        stage.effort.rounds,
        few=lambda: few.ask("poll", seconds=stage.effort.seconds),
        many=lambda: many.ask("poll", seconds=stage.effort.seconds),
    )
    note(f"a poll takes {1000 / middle(rates['few']):.2f} ms and {1000 / middle(rates['many']):.2f} ms")
    return [
        Figure(4, f"poll with nothing due at {stage.sizes}", ratio(rates["few"], rates["many"]), 1.1, 1.0, more=False)
    ]


CLIENTS = 8
# Goals 5 and 6 want to know of a twentieth, which is less than two windows of one player differ by: more turns, then.
CLOSE = 3


def fees(stage: Stage) -> list[Figure]:
    """Goal 5."""
    known = stage.child("ledger").ask("stock_ledger", orders=stage.effort.few)
    each = known["people"] // CLIENTS
    script = stage.script("ledger", "fees", clients=CLIENTS, client=known["client"], each=each)

    def pay(kind: str) -> Callable[[], float]:
        return lambda: script(seconds=stage.effort.seconds, fee_kind=kind)

    take_turns(1, hot=pay("fees"), distinct=pay("receivable"))  # make the accounts
    rates = take_turns(CLOSE * stage.effort.rounds, hot=pay("fees"), distinct=pay("receivable"))
    note(f"one fee account {middle(rates['hot']):.0f}/s, distinct ones {middle(rates['distinct']):.0f}/s")
    goal = "hot fee account ÷ distinct accounts, 8 clients"
    return [Figure(5, goal, ratio(rates["hot"], rates["distinct"]), 0.95, 1)]


def guards(stage: Stage) -> list[Figure]:
    """Goal 6: what the database itself refuses to break, against a copy in which nothing does."""
    rounds, window = CLOSE * stage.effort.rounds, 200 * stage.effort.seconds
    known = stage.child("guarded").ask("stock_ledger", orders=(rounds + 1) * window + 1)
    for name, files in (("unguarded", ["unguard"]), ("unchecked", ["unguard", "unconstrain"])):
        stage.copy("guarded", name)
        for file in files:
            stage.sql(name, file)

    def cycle(database: str) -> Callable[[], float]:
        script, taken = stage.script(database, "guarded", **known), count()
        return lambda: script(transactions=window, n=next(taken) * window)

    players = {database: cycle(database) for database in ("guarded", "unguarded", "unchecked")}
    take_turns(1, **players)
    rates = take_turns(rounds, **players)
    kept, bare = (ratio(rates["guarded"], rates[name]) for name in ("unguarded", "unchecked"))
    note(f"the cycle in SQL {middle(rates['guarded']):.0f}/s")
    note(f"without the books’ and the audit’s guards {middle(rates['unguarded']):.0f}/s, × {kept:.2f}")
    note(f"without any CHECK and foreign key as well {middle(rates['unchecked']):.0f}/s, × {bare:.2f}")
    return [Figure(6, "the books’ and the audit’s guards on ÷ off", kept, 0.92, 0.95)]


# The pages


def pages(stage: Stage) -> list[Figure]:
    """Goals 7, 8 and 12, which do not depend on the machine."""
    stage.collect_static()
    child = stage.few()
    return [*_queries(child.ask("queries")), _weight(child.ask("weights"))]


def _queries(seen: dict[str, list[int]]) -> list[Figure]:
    order = seen.pop("/orders/…/")
    worst = max(seen, key=lambda page: max(seen[page][:2]))
    for page, (little, much, writes, statements) in {"/orders/…/": order, **seen}.items():
        note(f"{page}: {little} round trips, {much} with much more on it, of {statements} statements, {writes} writes")
    return [
        _constant(7, "order page: queries (round trips)", order[:3], 9, 7, ""),
        _constant(8, "list pages: queries (round trips), and writes on GET", _worst(seen), 8, 6, f" ({worst})"),
    ]


def _worst(seen: dict[str, list[int]]) -> list[int]:
    """The most queries of any, the least constant page, and all writes: one page that would have every fault."""
    page = max(seen.values(), key=lambda one: max(one[:2]))
    growing = max(seen.values(), key=lambda one: one[1] - one[0])
    return [page[0], page[0] + max(growing[1] - growing[0], page[1] - page[0]), sum(one[2] for one in seen.values())]


def _constant(number: int, goal: str, seen: list[int], reach: int, beyond: int | None, where: str) -> Figure:
    little, much, writes = seen
    wrong = (" GROWS" if much > little else "") + (f" {writes} WRITES" if writes else "")
    value = 1_000 if wrong else max(little, much)
    shown = f"{max(little, much)}{where}{wrong or ', constant, 0 writes'}"
    return Figure(number, goal, value, reach, beyond, more=False, shown=shown)


HEAVIEST = {"html": 15, "css": 20, "js": 20}  # kilobytes, gzipped
MOST_REQUESTS = 10


def _weight(weights: dict[str, dict[str, int]]) -> Figure:
    most = {part: max(one[part] for one in weights.values()) for part in (*HEAVIEST, "requests")}
    parts = [most[part] / 1000 / limit for part, limit in HEAVIEST.items()]
    shown = " / ".join(f"{most[part] / 1000:.1f}" for part in HEAVIEST) + f" KB / {most['requests']}"
    wanted = " / ".join(map(str, HEAVIEST.values())) + f" KB / {MOST_REQUESTS}"
    fullest = max(*parts, most["requests"] / MOST_REQUESTS)
    goal = "heaviest page: HTML / CSS / JS gz / requests"
    return Figure(12, goal, fullest, 1, more=False, shown=shown, wanted=wanted)


def server(stage: Stage) -> list[Figure]:
    """Goal 9: gunicorn with one worker, and somebody who asks on two connections."""
    child = stage.few()
    web, socket = _gunicorn(stage, "few", workers=1, threads=2)
    load = Load(socket, cookie=child.ask("session"))
    load.wait_until_ready()

    def ask(path: str) -> Callable[[], float]:
        return lambda: load.rate(path, stage.effort.seconds)

    players = {"order": ask(child.ask("order_path")), "bare": ask("/bare/")}
    take_turns(1, **players)
    rates = take_turns(stage.effort.rounds, **players)
    stage.stop(web)
    note(f"the order page {middle(rates['order']):.0f}/s, a bare view {middle(rates['bare']):.0f}/s")
    return [Figure(9, "order page ÷ bare view, requests/s", ratio(rates["order"], rates["bare"]), 0.25, 0.40)]


def _gunicorn(stage: Stage, database: str, *, workers: int, threads: int):
    """A web server as a site runs it, and the socket where it answers."""
    stage.collect_static()
    socket = stage.scratch / f"web-{database}.sock"
    command = ["-m", "gunicorn", "marketplace.wsgi", "--bind", f"unix:{socket}", "--worker-class", "gthread"]
    command += ["--workers", workers, "--threads", threads, "--no-control-socket", "--backlog", "512"]
    env = {"DATABASE_POOL": str(threads)}
    return stage.start(database, PYTHON, *command, log=f"web-{database}.log", env=env), socket


PEOPLE = 200


def crowd(stage: Stage) -> list[Figure]:
    """Goal 13: people who look, approve, pay and hand in; in between the same people before a bare view."""
    people = stage.child("crowd").ask("stock_crowd", people=PEOPLE)
    web, socket = _gunicorn(stage, "crowd", workers=2, threads=4)
    Load(socket, cookie=people[0]["cookie"]).wait_until_ready()
    visitors, pages, bare = Crowd(socket, people), [], []
    for _ in range(3):
        bare += visitors.look("/bare/", stage.effort.crowd / 12)
        pages += visitors.play(stage.effort.crowd / 3)
    stage.stop(web)
    wrong = stage.child("crowd").ask("books")
    note(f"{len(pages):,} answers in {stage.effort.crowd} s; p95 {p95(pages):.2f} s, of a bare view {p95(bare):.2f} s")
    note("the books add up" if not wrong else f"THE BOOKS ARE WRONG: {wrong[:3]}")
    for error, times in kinds(visitors.errors).items():
        note(f"{times} × {error}")
    value, errors = p95(pages) / p95(bare), len(visitors.errors) + len(wrong)
    shown = f"{value:.2f}, {errors} errors"
    goal = f"{PEOPLE} people at once: p95 of pages ÷ of a bare view"
    return [Figure(13, goal, 1_000 if errors else value, 8, 5, more=False, shown=shown, wanted="≤ 8, 0 errors")]


TALKS = 100
WINDOWS = 3  # seconds of each, in those of other goals: every conversation asks once in it


def talks(stage: Stage) -> list[Figure]:
    """Goal 15: the page of an order, asked for by two at once, with and without conversations that are open."""
    found = stage.child("talks").ask("stock_talks", talks=TALKS)
    web, socket = _gunicorn(stage, "talks", workers=2, threads=4)
    visitor, pollers = Load(socket, cookie=found[0]["cookie"]), Pollers(socket, found)
    visitor.wait_until_ready()
    seconds = WINDOWS * stage.effort.seconds

    def beside() -> float:
        with pollers.asking():
            return visitor.rate(found[0]["order"], seconds)

    players = {"alone": lambda: visitor.rate(found[0]["order"], seconds), "beside": beside}
    take_turns(1, **players)
    rates = take_turns(stage.effort.rounds, **players)
    stage.stop(web)
    value, errors = ratio(rates["alone"], rates["beside"]), len(pollers.errors)
    note(f"{middle(rates['alone']):.0f}/s alone, {middle(rates['beside']):.0f}/s beside; {pollers.asked} answers")
    for error, times in kinds(pollers.errors).items():
        note(f"{times} × {error}")
    shown, goal = f"{value:.2f}, {errors} errors", f"an order’s page beside {TALKS} open conversations ÷ alone"
    return [Figure(15, goal, 1_000 if errors else value, 1.5, more=False, shown=shown, wanted="≤ 1.5, 0 errors")]


PAGES = ["/orders/…/", "/orders/", "/dashboard/", "/wallet/", "/orders/…/statement/", "/orders/…/history/"]


def scale(stage: Stage) -> list[Figure]:
    """Goal 10: the worst of the pages that read what grows."""
    stage.collect_static()
    few, many = stage.few(), stage.many()
    seconds, ratios = stage.effort.seconds / 2, {}
    for page in PAGES:
        players = {
            "few": lambda page=page: few.ask("visits", page=page, seconds=seconds),
            "many": lambda page=page: many.ask("visits", page=page, seconds=seconds),
        }
        take_turns(1, **players)
        rates = take_turns(stage.effort.rounds, **players)
        ratios[page] = ratio(rates["few"], rates["many"])
        note(f"{page}: {1000 / middle(rates['few']):.1f} ms and {1000 / middle(rates['many']):.1f} ms")
    worst = max(ratios, key=ratios.__getitem__)
    shown = f"{ratios[worst]:.2f} ({worst})"
    return [Figure(10, f"any page at {stage.sizes}", ratios[worst], 1.1, 1.0, more=False, shown=shown)]


# The jobs

INTERVAL = 15  # seconds between two sweeps; see TIMETABLE in marketplace/celery.py
TIMERS = 1_000


def lateness(stage: Stage) -> list[Figure]:
    """Goal 11: a worker and a beat as bin/demo starts them, and timers that are due at the worst moment."""
    child = stage.child("lateness")
    celery = [PYTHON, "-m", "celery", "-A", "marketplace"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    jobs = {"DATABASE_POOL": "6"}
    worker = [*celery, "worker", "--pool", "threads", "--concurrency", "4", *quiet]
    running = [
        stage.start("lateness", *worker, log="worker.log", env=jobs),
        stage.start("lateness", *celery, "beat", log="beat.log", env=jobs),
    ]
    late = child.ask("late", timers=TIMERS, patience=3 * INTERVAL)
    stage.stop(*running)
    if late["fired"] != TIMERS:
        note(f"ONLY {late['fired']} OF {TIMERS} FIRED")
    shown = f"p99 {late['p99']:.1f} s (median {late['p50']:.1f} s)"
    goal = f"lateness of {TIMERS:,} simultaneous deadlines, a beat every {INTERVAL} s"
    return [Figure(11, goal, late["p99"], INTERVAL + 2, more=False, shown=shown, wanted=f"p99 ≤ {INTERVAL + 2} s")]


# Finding


LOOKS = 20  # at each page
MOST_STATEMENTS = 6


def finding(stage: Stage) -> list[Figure]:
    """Goal 14: the time in the database of what people search and look through; the pages are measured in one heap."""
    child = stage.child("gigs")
    child.ask("stock_gigs", gigs=stage.effort.gigs)
    gigs = child.ask("find_gigs", times=LOOKS)
    child.ask("stock_jobs")
    return [*_found(stage, "gigs", gigs), *_found(stage, "jobs", child.ask("find_jobs", times=LOOKS))]


def _found(stage: Stage, what: str, pages: dict[str, dict[str, list[float]]]) -> list[Figure]:
    figures = []
    for sort, looked in pages.items():
        for name, (*took, statements) in looked.items():
            note(f"{sort} {what}, {name}: {middle(took):.1f} ms, p95 {p95(took):.1f} ms, {statements:.0f} statements")
        every = [one for took in looked.values() for one in took[:-1]]
        most = max(took[-1] for took in looked.values())
        value = 1_000 if most > MOST_STATEMENTS else p95(every)
        reach = {"search": 60, "browse": 5}[sort]
        shown, wanted = f"{p95(every):.1f} ms, {most:.0f} statements", f"≤ {reach} ms, ≤ {MOST_STATEMENTS}"
        goal = f"{sort} among {stage.effort.gigs:,} {what}: p95 of the time in the database"
        figures.append(Figure(14, goal, value, reach, more=False, shown=shown, wanted=wanted))
    return figures


# Which goals each part measures, in the order in which they are played.
PARTS: dict[Callable[[Stage], list[Figure]], set[int]] = {
    engine: {1, 2, 3},
    fees: {5},
    guards: {6},
    pages: {7, 8, 12},
    server: {9},
    crowd: {13},
    polling: {4},
    scale: {10},
    lateness: {11},
    finding: {14},
    talks: {15},
}
