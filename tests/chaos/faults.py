"""What goes wrong, each as a context: it holds while the context is open, and is over afterwards.

The processes themselves are killed or stopped, the wires to PostgreSQL and Redis cut, silenced or left to the old
machine, and what all of them need is used up by somebody else.
"""

import os
import random
import resource
import signal
import subprocess
import time
from contextlib import contextmanager, suppress

from tests.chaos.house import WEB, House

FAULTS = {}


def fault(function):
    """Keep it under its name, as a context."""
    FAULTS[function.__name__.replace("_", " ")] = contextmanager(function)
    return function


# --- Killed ---


@fault
def a_web_is_killed(house: House):
    random.choice(house.all("web")).kill()
    yield


@fault
def both_webs_are_killed(house: House):
    for web in house.all("web"):
        web.kill()
    yield


@fault
def a_worker_is_killed(house: House):
    random.choice(house.all("worker")).kill()
    yield


@fault
def all_workers_are_killed_again_and_again(house: House):
    for _ in range(3):
        for worker in house.all("worker"):
            worker.kill()
        time.sleep(3)
    yield


@fault
def the_beats_are_killed(house: House):
    for beat in house.all("beat"):
        beat.kill()
    yield


@fault
def postgres_is_killed(house: House):
    house.kill_postgres()
    yield
    house.start_postgres()


@fault
def redis_is_killed_and_forgets_everything(house: House):
    house.redis.stop()
    yield
    house.redis.start()


@fault
def the_mail_server_is_killed(house: House):
    house.services["mail"].wanted = False
    house.services["mail"].kill()
    yield
    house.services["mail"].wanted = True


@fault
def everything_of_ours_is_killed(house: House):
    for service in house.services.values():
        if service.name != "mail":
            service.kill()
    yield


# --- Stopped: there, and not answering ---


def paused(*kinds: str):
    def hold(house: House):
        victims = [service for kind in kinds for service in house.all(kind)]
        for victim in victims:
            victim.pause()
        yield
        for victim in victims:
            victim.go_on()

    return hold


@fault
def a_web_is_stopped(house: House):
    yield from paused("web1")(house)


@fault
def the_workers_are_stopped(house: House):
    yield from paused("worker")(house)


@fault
def a_beat_is_stopped(house: House):
    yield from paused("beat1")(house)


@fault
def the_mail_server_is_stopped(house: House):
    yield from paused("mail")(house)


@fault
def redis_is_stopped(house: House):
    house.redis.silence()
    yield
    house.redis.speak()


@fault
def postgres_is_stopped(house: House):
    """All of its processes, as a machine whose disk hangs."""
    parent = house.postgres.server.pid
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True).stdout
    pids = [parent, *map(int, children.split())]
    stop(pids, signal.SIGSTOP)
    yield
    stop(pids, signal.SIGCONT)


def stop(pids: list[int], signum: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signum)


# --- Cut off ---


@fault
def the_wire_to_postgres_is_cut(house: House):
    house.wires["postgres"].refuse()
    yield
    house.wires["postgres"].accept_again()


@fault
def the_wire_to_postgres_is_silent(house: House):
    house.wires["postgres"].silence()
    yield
    house.wires["postgres"].speak()


@fault
def postgres_has_moved(house: House):
    """Open connections stay silent for ever, new ones work."""
    house.wires["postgres"].strand()
    yield
    house.wires["postgres"].cut()  # what the kernel does sooner or later


@fault
def the_wire_to_redis_is_cut(house: House):
    house.wires["redis"].refuse()
    yield
    house.wires["redis"].accept_again()


@fault
def the_wire_to_redis_is_silent(house: House):
    house.wires["redis"].silence()
    yield
    house.wires["redis"].speak()


@fault
def connections_flicker(house: House):
    """What is open breaks, every half second."""
    for _ in range(6):
        house.wires["postgres"].cut()
        house.wires["redis"].cut()
        time.sleep(0.5)
    yield


# --- Starved ---


@fault
def redis_is_full(house: House):
    house.redis.fill()
    yield
    house.redis.empty()


@fault
def the_disk_is_full(house: House):
    """Nothing that is written to a file arrives, be it an upload or a log."""
    victims = [pid for service in house.all("web") + house.all("worker") for pid in group(service.child.pid)]
    limit(victims, 0)
    yield
    limit(victims, resource.RLIM_INFINITY)


def group(leader: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "-g", str(leader)], capture_output=True, text=True).stdout
    return [int(pid) for pid in found.split()]


def limit(pids: list[int], size: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@fault
def somebody_locks_the_orders(house: House):
    with psql(house, "BEGIN; LOCK TABLE milestones_order; SELECT pg_sleep(60);"):
        yield


@fault
def somebody_locks_the_outbox(house: House):
    with psql(house, "BEGIN; LOCK TABLE events_event; SELECT pg_sleep(60);"):
        yield


@fault
def all_connections_are_taken(house: House):
    with psql(house, "SELECT pg_sleep(60);", times=80, user=WEB):
        yield


@contextmanager
def psql(house: House, script: str, *, times: int = 1, user: str = "postgres"):
    """Somebody at the database, who is shown out at the end."""
    command = [
        house.postgres.program("psql"),
        "-X",
        "-q",
        "-h",
        house.postgres.socket_folder,
        "-U",
        user,
        "cairn",
    ]
    sessions = [
        subprocess.Popen([*map(str, command), "-c", script], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(times)
    ]
    try:
        yield
    finally:
        for session in sessions:
            session.kill()
            session.wait(10)
        # A killed psql leaves its server asleep.
        house.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%'"
            " AND pid <> pg_backend_pid()"
        )
