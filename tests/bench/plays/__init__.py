"""What children of the bench can be asked: functions by name, with terms and answers that JSON can carry."""

from tests.bench.plays import crowd, engine, gigs, jobs, lateness, ledger, pages, polling, talks

PLAYS = {
    name: function
    for module in (crowd, engine, gigs, jobs, lateness, ledger, pages, polling, talks)
    for name, function in vars(module).items()
    if callable(function) and getattr(function, "__module__", "") == module.__name__ and not name.startswith("_")
}
