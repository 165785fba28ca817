"""The Python SDK of StemeDB: what a lens is given, what it returns, and the arithmetic that lenses share.

A lens is a pure function of its columns. There is no clock, no randomness and no input or output; asking for them is an error
that says so. The order of a set of texts, and `hash` of a text, are drawn anew at every build: sort what comes out of sets.
"""

import builtins
import datetime
import math
import os
import sys
import time
import types
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional, Tuple

NONE = 0xFFFF_FFFF
"""No row won; and "none" in the columns that have it."""

_U32_MAX = 0xFFFF_FFFF
_U32_COLUMNS = frozenset(
    ["value", "tier", "agent", "source", "voice", "lifecycle", "votes", "cosigners", "epoch-state", "epoch"]
)
_PARAMETER = 1
_INPUT = 2
_INTERNAL = 4


class Refusal(Exception):
    """A refusal by the lens, in its own words. Codes from 1000 on are the lens's own."""

    def __init__(self, code: int, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


def _absent(what: str) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise Refusal(_INTERNAL, f"a lens has no {what}: its answer may depend on its columns alone")

    return refuse


class _NoRandom(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _absent(f"randomness (random.{name})")


class _Date(datetime.date):
    today = _absent("clock (date.today)")


class _DateTime(datetime.datetime):
    now = _absent("clock (datetime.now)")
    utcnow = _absent("clock (datetime.utcnow)")
    today = _absent("clock (datetime.today)")


def _hash(thing: Any) -> int:
    if isinstance(thing, (str, bytes)):
        raise Refusal(_INTERNAL, "hash() of a text differs from build to build: compare the texts themselves")
    return _own_hash(thing)


_own_hash = builtins.hash


def guard() -> None:
    """Takes the clock and the dice away. Called before the lens is loaded, so that its top level meets the same."""
    for name in ["time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time",
                 "process_time_ns", "localtime", "gmtime", "ctime", "strftime", "sleep"]:
        setattr(time, name, _absent(f"clock (time.{name})"))
    datetime.date = _Date  # type: ignore[misc]
    datetime.datetime = _DateTime  # type: ignore[misc]
    os.urandom = _absent("randomness (os.urandom)")
    os.getrandom = _absent("randomness (os.getrandom)")
    builtins.hash = _hash
    for name in ["random", "secrets", "uuid"]:
        sys.modules[name] = _NoRandom(name)


@dataclass
class Param:
    """A parameter of the lens: `kind` is number, duration (milliseconds), flag or text."""

    name: str
    kind: str
    default: Any
    min: Optional[float] = None
    max: Optional[float] = None
    help: str = ""


def number(name: str, default: float, min: float, max: float, help: str) -> Param:
    """A number within bounds."""
    return Param(name, "number", float(default), float(min), float(max), help)


def duration(name: str, default: float, min: float, max: float, help: str) -> Param:
    """A length of time within bounds, all in milliseconds."""
    return Param(name, "duration", float(default), float(min), float(max), help)


def flag(name: str, default: bool, help: str) -> Param:
    """True or false."""
    return Param(name, "flag", default, help=help)


def text(name: str, default: str, help: str) -> Param:
    """Text of at most 1,024 bytes."""
    return Param(name, "text", default, help=help)


@dataclass
class Description:
    """What a lens says of itself."""

    id: str
    version: str
    title: str
    columns: List[str] = field(default_factory=list)
    params: List[Param] = field(default_factory=list)
    laws: List[str] = field(default_factory=list)

    @property
    def u32_columns(self) -> List[str]:
        return [name for name in self.columns if name in _U32_COLUMNS]

    @property
    def f64_columns(self) -> List[str]:
        return [name for name in self.columns if name not in _U32_COLUMNS]


class Rows:
    """Candidate rows of one or more groups, as columns."""

    def __init__(self, offsets: List[int], columns: Dict[str, List[Any]]):
        self.offsets = offsets
        self._columns = columns

    def __getitem__(self, name: str) -> List[Any]:
        """A column that the description declares."""
        try:
            return self._columns[name]
        except KeyError:
            raise Refusal(
                _INPUT, f"The lens reads the column `{name}`, which its description does not declare"
            ) from None

    def __len__(self) -> int:
        return self.offsets[-1] if self.offsets else 0

    def groups(self) -> List[range]:
        """The rows of each group, counted from the start of the call."""
        return [range(start, end) for start, end in zip(self.offsets, self.offsets[1:])]


class Context:
    """What is the same for the whole call."""

    def __init__(self, as_of: float, params: Dict[str, Any], texts: Callable[[int, List[int]], List[str]]):
        self.as_of = as_of
        self._params = params
        self._texts = texts

    def __getitem__(self, name: str) -> Any:
        """The value of a parameter of the description."""
        try:
            return self._params[name]
        except KeyError:
            raise Refusal(
                _PARAMETER, f"The lens reads the parameter `{name}`, which its description does not declare"
            ) from None

    def texts(self, group: int, ids: List[int]) -> List[str]:
        """The text of each value id of one group."""
        return self._texts(group, ids)


@dataclass
class Shares:
    """Shares of values: group g has the entries offsets[g] .. offsets[g + 1], by falling share, then by class."""

    offsets: List[int] = field(default_factory=lambda: [0])
    classes: List[int] = field(default_factory=list)
    shares: List[float] = field(default_factory=list)


@dataclass
class Parts:
    """Resolutions of parts of a group; empty for most lenses."""

    offsets: List[int] = field(default_factory=list)
    labels: List[int] = field(default_factory=list)
    winners: List[int] = field(default_factory=list)
    confidences: List[float] = field(default_factory=list)
    conflicts: List[float] = field(default_factory=list)
    counts: List[int] = field(default_factory=list)


@dataclass
class Resolutions:
    """What a resolver returns: one entry a group in each of the first four lists."""

    winners: List[int] = field(default_factory=list)
    confidences: List[float] = field(default_factory=list)
    conflicts: List[float] = field(default_factory=list)
    statuses: List[int] = field(default_factory=list)
    shares: Shares = field(default_factory=Shares)
    parts: Parts = field(default_factory=Parts)


@dataclass
class Staged:
    """What a row stage returns. An empty list leaves things as they are. Supports are (group, source, target, strength)."""

    weights: List[float] = field(default_factory=list)
    classes: List[int] = field(default_factory=list)
    supports: List[Tuple[int, int, int, float]] = field(default_factory=list)


@dataclass
class Estimates:
    """What an estimator returns: a weight for each id of the column `voice`."""

    weights: List[float] = field(default_factory=list)
    probabilities: List[float] = field(default_factory=list)
    rounds: int = 1


def rounded(weight: float) -> float:
    """The multiple of 2^-32 nearest to a weight of 0 ..= 1, so that sums are exact in any order."""
    return weight + 1048576.0 - 1048576.0


def choose(rows: Rows, weight: Callable[[int], float]) -> Resolutions:
    """Adds up, value by value, what `weight(row)` says each row has on its side; finds winner, shares, conflict, status."""
    values = rows["value"]
    found = Resolutions()
    for group in rows.groups():
        # A dictionary keeps the order of entering, which is the order of first rows. [sum, best, carrier]
        voices: Dict[int, List[Any]] = {}
        for row in group:
            own = rounded(weight(row))
            voice = voices.get(values[row])
            if voice is None:
                voices[values[row]] = [own, own, row - group.start]
                continue
            voice[0] += own
            if own > voice[1]:
                voice[1], voice[2] = own, row - group.start
        _decide(voices, found)
    return found


def _decide(voices: Dict[int, List[Any]], found: Resolutions) -> None:
    total = sum(voice[0] for voice in voices.values())
    ranked = sorted(
        ((voice[0], value) for value, voice in voices.items() if voice[0] > 0), key=lambda entry: (-entry[0], entry[1])
    )
    shares = [weight / total for weight, _ in ranked]
    found.shares.classes.extend(value for _, value in ranked)
    found.shares.shares.extend(shares)
    found.shares.offsets.append(len(found.shares.classes))
    if not voices or (len(voices) > 1 and not ranked):
        found.winners.append(NONE)
        found.confidences.append(0.0)
        found.conflicts.append(0.0)
        found.statuses.append(3)
        return
    conflict = conflict_of(shares)
    lead = shares[0] if shares else 0.0
    leader = ranked[0][1] if ranked else next(iter(voices))
    found.winners.append(voices[leader][2])
    found.confidences.append(lead)
    found.conflicts.append(conflict)
    if len(voices) == 1:
        found.statuses.append(0)
    else:
        found.statuses.append(1 if conflict < 0.5 and lead >= 2 / 3 else 2)


def conflict_of(shares: List[float]) -> float:
    """Normalised Shannon entropy of positive shares: 0 for one value, 1 for equal ones."""
    if len(shares) < 2:
        return 0.0
    entropy = -sum(share * math.log2(share) for share in shares)
    return min(1.0, max(0.0, entropy / math.log2(len(shares))))


def whole(numbers: List[int], what: str) -> List[int]:
    """Whole numbers of 0 ..= 2^32 - 1, or a refusal that names the first other one."""
    for at, given in enumerate(numbers):
        if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= _U32_MAX:
            raise Refusal(_INTERNAL, f"{what}[{at}] is {given!r}, which is no whole number of 0 ..= {_U32_MAX}")
    return list(numbers)


def floats(numbers: List[float], what: str) -> List[float]:
    """Finite floats, or a refusal that names the first other one."""
    for at, given in enumerate(numbers):
        if not isinstance(given, (int, float)) or isinstance(given, bool) or not math.isfinite(given):
            raise Refusal(_INTERNAL, f"{what}[{at}] is {given!r}, which is no finite number")
    return [float(given) for given in numbers]
