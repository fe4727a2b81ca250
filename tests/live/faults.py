"""The fault matrix: what can go wrong around the console, and what its operator then reads, loses and waits for.

`tests/live/test_fault_matrix.py` asserts it; `python -m tests.bench.faults` prints it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGSTOP
from typing import TYPE_CHECKING, NamedTuple

from tests.live.post import Post, Wire, foreign_certificate, no_name, no_way, revoked, to_login_page

if TYPE_CHECKING:
    from tests.sandbox.local import LocalSandbox

BEFORE = 60.0
LASTS = 300.0
RECOVERY = 35.0
"""Seconds: the longest wait between two tries is half a minute."""
A_ROUND = 75.0
"""Seconds until every feed on screen has had its next regular turn; also what a server that asks for a minute may take."""


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong for `lasts` virtual seconds.

    `header` and `flash` are words the operator reads while it lasts. `gap`: nobody could see the counters, and that is marked.
    `recovery` is the longest it may take after the end. `new_file`: the history before is in a file that was set aside.
    """

    name: str
    strike: Callable[[Post], object]
    lift: Callable[[Post], object] = lambda post: None
    lasts: float = LASTS
    header: tuple[str, ...] = ("LIVE",)
    flash: str = ""
    gap: bool = False
    recovery: float = RECOVERY
    new_file: bool = False


class Outcome(NamedTuple):
    """What became of a fault. `lost` are mails that the server counted and the samples do not show; times in virtual seconds."""

    fault: Fault
    header: str
    flash: str
    seen_after: float
    lost: int
    gaps: int
    recovery: float
    requests: int


def served(name: str, spec: str, **more: object) -> Fault:
    """A fault of the sandbox's own injector."""
    return Fault(name, lambda post: post.sandbox.faults(spec), lambda post: post.sandbox.faults("off"), **more)  # type: ignore[arg-type]


def on_the_way(name: str, broken: object, then: Callable[[Post], None] | None = None, **more: object) -> Fault:
    """A fault between here and the API; `then` is what the operator does at its end."""

    def put(post: Post, value: object) -> None:
        assert isinstance(post.wire, Wire)
        post.wire.broken = value  # type: ignore[assignment]

    def lift(post: Post) -> None:
        put(post, None)
        if then is not None:
            then(post)

    return Fault(name, lambda post: put(post, broken), lift, **more)  # type: ignore[arg-type]


def set_clock(post: Post, seconds: float, *, slept: bool = False) -> None:
    """Somebody set this machine's clock; or it slept, and the world went on."""
    monotonic = post.clock.monotonic()
    if slept:
        post.pass_time(seconds)
        post.clock._monotonic = monotonic  # it stands still while a Linux machine sleeps
    else:
        post.clock._real += timedelta(seconds=seconds)


def fill_disk(post: Post) -> None:
    """No page more for the cache."""
    database = post.store._database
    (pages,) = database.read("PRAGMA page_count")[0]
    database._writer.execute(f"PRAGMA max_page_count={pages}")
    database._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def spoil_file(post: Post) -> None:
    """Overwrite the cache, as a failing disk does."""
    path = post.store._database.path
    assert path is not None
    post.store._database._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[100:] = b"\x5a" * (len(content) - 100)
    path.write_bytes(content)


def spoil_page(post: Post) -> None:
    """Overwrite the page on which the workspace's samples begin."""
    database = post.store._database
    path = database.path
    assert path is not None
    database._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (root,) = database.read("SELECT rootpage FROM sqlite_master WHERE name = 'timeline_day'")[0]
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\x5a" * 4096
    path.write_bytes(content)


class OtherConsole:
    """Another console's process on the same cache, as far as leading goes. It gives a sign of life when it is asked for one."""

    CODE = (
        "import sys; from pathlib import Path; from coldsend_tui.store import Store\n"
        "lock = Store.open(Path(sys.argv[1])).leadership()\n"
        "for line in sys.stdin: print(lock.take(float(line)), flush=True)"
    )

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.CODE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def leads(self, now: float) -> bool:
        """Whether it leads at `now`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{now}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip() == "True"

    def end(self) -> None:
        """Kill it, whatever state it is in."""
        self.process.kill()
        self.process.communicate()


def losing_the_leader(signal: int) -> Callable[[Post], Awaitable[None]]:
    """Another console leads for a while, then gets `signal`."""

    async def strike(post: Post) -> None:
        path = post.store._database.path
        assert path is not None
        post.session._company.step_back()
        other = OtherConsole(path)
        post.ends.callback(other.end)
        for _ in range(10):
            assert other.leads(post.clock.monotonic())
            await post.live(2)
        assert post.session.role == "follower"
        other.process.send_signal(signal)
        if signal == SIGKILL:
            other.process.wait()
        else:
            # Comes back to life after everything: it has to see that it leads no more.
            def wakes_up() -> None:
                other.process.send_signal(SIGCONT)
                assert not other.leads(post.clock.monotonic())

            post.ends.callback(wakes_up)

    return strike


OFFLINE = ("OFFLINE", "since", "next try")
FAULTS: tuple[Fault, ...] = (
    served(
        "429 storm, 90 s", "429", lasts=90, header=("LIVE", "api waits until"), flash="request limit", recovery=A_ROUND
    ),
    served("503 for 5 min", "503", header=OFFLINE, flash="status 503", gap=True),
    served("500 for 5 min", "500", header=OFFLINE, flash="status 500", gap=True),
    served("every third call 503", "503 33%", header=(), flash="status 503"),
    served("bodies cut off", "cut", header=OFFLINE, flash="connection broke", gap=True),
    served("invalid JSON", "truncate", header=OFFLINE, flash="not valid JSON", gap=True),
    served("HTML with status 200", "html", header=OFFLINE, flash="web page", gap=True),
    served("wrong types", "wrong-types", flash="could not be read; what was known of them stays", recovery=A_ROUND),
    served("unknown words", "unknown-enum", header=("LIVE",)),
    served("no answer in time", "timeout 30s", header=OFFLINE, flash="in time", gap=True),
    served("5 s latency", "latency 5s", header=("LIVE",)),
    served("counters fall by half", "falling-counters by 60%", header=("LIVE",)),
    on_the_way("no network", no_way, header=OFFLINE, flash="no way to its network", gap=True),
    on_the_way("host name not found", no_name, header=OFFLINE, flash="cannot be looked up", gap=True),
    on_the_way("portal with its own certificate", foreign_certificate, header=OFFLINE, flash="not trusted", gap=True),
    on_the_way("portal that redirects", to_login_page, header=OFFLINE, flash="captive portal", gap=True),
    on_the_way(
        "key revoked; r after a new one",
        revoked,
        header=("KEY REFUSED", "since"),
        flash="did not accept the API key",
        gap=True,
        then=lambda post: post.session.resume(),
    ),
    Fault("laptop asleep for 1 h", lambda post: set_clock(post, 3600, slept=True), lasts=0.0, gap=True),
    Fault("clock set 1 h ahead", lambda post: set_clock(post, 3600), lasts=30),
    Fault("clock set 1 h back", lambda post: set_clock(post, -3600), lasts=30),
    Fault("polling console killed with -9", losing_the_leader(SIGKILL), lasts=0.0, recovery=10.0),
    Fault("polling console stopped", losing_the_leader(SIGSTOP), lasts=0.0, recovery=10.0),
    # Until what is left free inside the pages that there are has been used up.
    Fault("disk full", fill_disk, flash="kept in memory only", lasts=240),
    Fault("cache file damaged", spoil_file, flash="Nothing can be read any more", lasts=60, new_file=True),
    Fault("a page of the cache damaged", spoil_page, flash="samples were taken over", lasts=60),
)


async def suffer(fault: Fault, sandbox: LocalSandbox, path: Path) -> Outcome:
    """Live through one fault with a workspace that is `busy`."""
    post = Post(sandbox, path)
    await post.live(BEFORE)
    assert post.sights[-1].sound
    await post.read_counters()
    counted, began = await post.mailed(), post.clock.monotonic()
    known = post.store.samples(None)[-1].sent
    looked = len(post.sights)
    post.requests.clear()
    struck = fault.strike(post)
    if isinstance(struck, Awaitable):
        await struck
    await post.live(fault.lasts)
    sights = post.sights[looked:] or [await post.look()]
    requests = len(post.requests)
    fault.lift(post)
    recovery = await post.recover(A_ROUND * 2)
    await post.read_counters()
    samples = post.store.samples(None)
    grown = samples[-1].sent - (known if samples[0].sent <= known else samples[0].sent)
    lost = await post.mailed() - counted - grown
    told = next((sight for sight in sights if fault.flash and fault.flash in sight.flash), sights[-1])
    outcome = Outcome(fault, told.header, told.flash, told.at - began, lost, len(post.gaps()), recovery, requests)
    post.ends.close()
    post.session._company.leave()
    post.store.close()
    return outcome
