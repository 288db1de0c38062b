"""A call in a process of its own, and how it ended"""

import contextlib
import json
import os
import select
import signal
import time
import warnings
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tables import head, row

LIMIT_S = 120  # of a call that takes seconds: a longer one hangs
ENDS = ('right', 'clear', 'unclear', 'silent', 'crash', 'hang')
WRONG = ('silent', 'crash', 'hang')
OURS = ('SchemaError', 'ConfigError', 'CheckpointError')


@dataclass
class Ended:
    "How a call in a process of its own ended"

    how: str  # value, error, crash, hang, killed
    seconds: float
    words: str = ''  # its error, or its warnings
    kind: str = ''  # of the error
    value: dict = field(default_factory=dict)  # what it gave


def answer(job, folder: Path) -> dict:
    "What a job gives or says, as JSON"
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter('always')
        try:
            value = dict(value=job(folder))
        except BaseException as error:  # noqa: BLE001  whatever it is, it is counted
            value = dict(error=str(error), kind=type(error).__name__)
    words = [str(o.message) for o in said if issubclass(o.category, UserWarning)]
    return value | dict(words='; '.join(words))


def start(job, folder: Path, before=None) -> tuple[int, int]:  # process, pipe to read from
    "A job in a process of its own"
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.setsid()
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    if before:
        before()
    text = json.dumps(answer(job, folder), default=str)
    with contextlib.suppress(OSError), open(writing, 'wb') as pipe:
        pipe.write(text.encode())
    os._exit(0)


def all_of(pipe: int, wait_s: float) -> bytes | None:  # None: the time was up
    "What comes out of a pipe until it is closed"
    end = time.time() + wait_s
    got = b''
    while True:
        left = end - time.time()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            return None
        piece = os.read(pipe, 1 << 20)
        if not piece:
            return got
        got += piece


def end_of(pid: int, pipe: int, wait_s: float, *, kill: bool) -> Ended:
    "Wait for a process; kill it, and what it started, at the end of the time"
    began = time.time()
    got = all_of(pipe, wait_s)
    if got is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.close(pipe)
    seconds = time.time() - began
    if got is None:
        return Ended('killed' if kill else 'hang', seconds)
    if not got or not os.WIFEXITED(status):
        return Ended('crash', seconds, f'status {status}')
    said = json.loads(got)
    if 'error' in said:
        return Ended('error', seconds, said['error'], said['kind'])
    return Ended('value', seconds, said['words'], value=said['value'])


def call(job, folder: Path, before=None, wait_s: float = LIMIT_S, *, kill: bool = False) -> Ended:
    "Run a job to its end, or kill it"
    return end_of(*start(job, folder, before), wait_s, kill=kill)


def others(found: Ended, true: dict) -> list[str]:  # names
    "Figures that are not those that should be there; fewer of them are not wrong"
    return [name for name, value in found.value.items() if true.get(name, 'none') != value]


def judged(found: Ended, true: dict) -> str:  # one of `ENDS`
    "How a call ended, beside what it should have given"
    if found.how in ('crash', 'hang'):
        return found.how
    if found.how == 'error':
        return 'clear' if found.kind in OURS else 'unclear'
    if not others(found, true):
        return 'right'
    return 'clear' if found.words else 'silent'


class Counts:
    "Ends by kind of wrong"

    def __init__(self):
        self.rows = defaultdict(Counter)
        self.told = []  # what went wrong, in words

    def add(self, kind: str, end: str, words: str) -> None:
        "Count one call"
        self.rows[kind][end] += 1
        if end in (*WRONG, 'unclear'):
            self.told.append(f'{kind}: {end}: {words[:160]}')

    def total(self, *ends) -> int:
        "Calls that ended so"
        return sum(count for o in self.rows.values() for end, count in o.items() if end in ends)

    def table(self) -> str:
        "As Markdown"
        lines = [head(['wrong', 'calls', *ENDS])]
        for kind, ends in self.rows.items():
            lines.append(row([kind, sum(ends.values()), *(ends[end] for end in ENDS)]))
        lines.append(row(['all', self.total(*ENDS), *(self.total(end) for end in ENDS)]))
        return '\n'.join(lines)
