"""What kills, full disks, two callers and damaged files do: everything must be said, or be right

python benchmarks/chaos.py [--short] [--kills N] [--damages N] [--seed N]. Counts, by kind, how a
call ended after it was wronged:
- right: the same figures to the last digit as without the wrong;
- clear: one of our errors, or a warning that names what is other;
- unclear: an error of another library;
- silent: other figures, and not a word; crash: the process died; hang: it did not end.
It fails on silent, crash and hang. Everything lies in a folder of its own, which is deleted."""

import argparse
import contextlib
import importlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from chaos_calls import LIMIT_S, WRONG, Counts, call, end_of, judged, others, start
from chaos_jobs import JOBS, READS, make_project
from chaos_wounds import WOUNDS
from tables import stamp

NOBODY = 65534  # a user who owns nothing


@contextlib.contextmanager
def workplace(base: Path):
    "A copy of the project, to be wronged"
    folder = Path(tempfile.mkdtemp(dir=base.parent))
    shutil.copytree(base, folder, dirs_exist_ok=True, symlinks=True)
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Chaos:
    "A project, what every call gives when nobody disturbs it, and what was counted"

    base: Path
    random: np.random.Generator
    counts: Counts = field(default_factory=Counts)
    true: dict = field(default_factory=dict)  # call -> Ended
    hits: int = 0  # kills that came before the end

    def undisturbed(self) -> None:
        "Ask every call once"
        for name, job in JOBS.items():
            with workplace(self.base) as folder:
                found = call(job, folder)
            if found.how != 'value':
                raise RuntimeError(f'{name}: {found}')
            self.true[name] = found
            print(f'{name}: {found.seconds:.1f} s', flush=True)

    def count(self, wrong: str, name: str, found) -> None:
        "Count how a disturbed call ended"
        names = others(found, self.true[name].value)
        words = f'{name}: {found.how} {found.kind} {found.words} {", ".join(names)}'
        self.counts.add(wrong, judged(found, self.true[name].value), words)


def kills(chaos: Chaos, count: int) -> None:
    "Kill calls at random moments, twice in a row at most, and let the same call go on"
    number = 0
    while chaos.hits < count:
        name = list(JOBS)[number % len(JOBS)]
        with workplace(chaos.base) as folder:
            for _ in range(1 + number // len(JOBS) % 2):
                moment = float(chaos.random.uniform(0.02, 1.0)) * chaos.true[name].seconds
                chaos.hits += call(JOBS[name], folder, wait_s=moment, kill=True).how == 'killed'
            chaos.count(f'kill -9: {name}', name, call(JOBS[name], folder))
        number += 1


def small_files() -> None:
    "No file may become larger than 20 kB: what a full disk says, without filling one"
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def become_nobody() -> None:
    "A user who may write nowhere in the project"
    # what torch imports late comes first: the interpreter may lie where this user cannot read
    importlib.import_module('torch._dynamo')
    os.setgid(NOBODY)
    os.setuid(NOBODY)


@contextlib.contextmanager
def full_disk(folder: Path, megabytes: float):
    "The project on a disk of its own that is nearly full; nothing where mounting is not allowed"
    disk = folder.with_name(f'{folder.name}-disk')
    disk.mkdir()
    pages = sum(-(-o.stat().st_size // 4096) for o in folder.rglob('*') if o.is_file())
    size = pages * 4096 + int(megabytes * 2**20)
    command = ['mount', '-t', 'tmpfs', '-o', f'size={size}', 'tmpfs', str(disk)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        if mounted:
            shutil.copytree(folder, disk, dirs_exist_ok=True, symlinks=True)
        yield disk if mounted else None
    finally:
        if mounted:
            subprocess.run(['umount', '-l', str(disk)], check=False)
        disk.rmdir()


def disks(chaos: Chaos, room: tuple) -> None:  # room: MB that are left
    "No room for large files, a full disk, and a place that cannot be written; then room again"
    for name, job in JOBS.items():
        with workplace(chaos.base) as folder:
            chaos.count('no room for a file', name, call(job, folder, small_files))
            chaos.count('room again', name, call(job, folder))
        if os.getuid() == 0:
            with workplace(chaos.base) as folder:
                chaos.count('read only', name, call(job, folder, become_nobody))
        for megabytes in room:
            with workplace(chaos.base) as folder, full_disk(folder, megabytes) as disk:
                if disk:
                    chaos.count('full disk', name, call(job, disk))


def together(chaos: Chaos) -> None:
    "Two processes with one call in one place"
    for name, job in JOBS.items():
        with workplace(chaos.base) as folder:
            for process in [start(job, folder) for _ in range(2)]:
                chaos.count('two at once', name, end_of(*process, LIMIT_S, kill=False))


def damaged(folder: Path, pattern: str, random: np.random.Generator) -> str:  # what was done
    "Damage one file of those that fit"
    files = sorted(o for o in folder.glob(pattern) if o.is_file() and o.stat().st_size)
    file = files[int(random.integers(len(files)))]
    wound = WOUNDS[int(random.integers(len(WOUNDS)))]
    file.write_bytes(wound(bytearray(file.read_bytes()), random))
    return f'{wound.__name__} in {file.relative_to(folder)}'


def damages(chaos: Chaos, count: int) -> None:
    "Damage a file, and read what there is"
    true = {}
    for name, (_, job) in READS.items():
        with workplace(chaos.base) as folder:
            true[name] = call(job, folder)
        if true[name].how != 'value':
            raise RuntimeError(f'{name}: {true[name]}')
    for number in range(count):
        name = list(READS)[number % len(READS)]
        pattern, job = READS[name]
        with workplace(chaos.base) as folder:
            done = damaged(folder, pattern, chaos.random)
            found = call(job, folder)
        names = others(found, true[name].value)
        words = f'{done}: {found.how} {found.kind} {found.words} {", ".join(names)}'
        chaos.counts.add(f'damage: {name}', judged(found, true[name].value), words)


TEXT = """# What is done to it, and what it says

{stamp}. `make chaos`, seed {seed}: {kills} kills that came before the end, {damages} damages, full
disks, places that cannot be written, and two callers at once, on six tiny recordings.

*right* the same figures to the last digit, or fewer of them; *clear* one of our errors, or a
warning that names what is other; *unclear* an error of another library; *silent* other figures
without a word; *crash* the process died; *hang* it did not end in {limit} s.

{table}
{told}"""


def report(chaos: Chaos, root: Path) -> tuple[str, str]:  # table, what was not clear
    "What was counted, as Markdown"
    told = sorted({line.replace(str(root), '...') for line in chaos.counts.told})
    lines = '\n'.join(f'- {line}' for line in told)
    return chaos.counts.table(), f'\nWhat was not clear:\n\n{lines}\n' if told else ''


def parameters() -> argparse.Namespace:
    "What was asked for"
    parser = argparse.ArgumentParser()
    parser.add_argument('--short', action='store_true')
    parser.add_argument('--kills', type=int, default=120)
    parser.add_argument('--damages', type=int, default=240)
    parser.add_argument('--seed', type=int, default=0)
    asked = parser.parse_args()
    if asked.short:
        asked.kills, asked.damages = 4, 24
        for name in list(JOBS)[2:]:
            JOBS.pop(name)
    return asked


def main() -> int:  # how many ends must not be
    "Everything, in this order"
    asked = parameters()
    root = Path(tempfile.mkdtemp(prefix='chaos_'))
    root.chmod(0o755)
    try:
        base = make_project(root / 'project', call)
        chaos = Chaos(base, np.random.default_rng(asked.seed))
        chaos.undisturbed()
        disks(chaos, () if asked.short else (0.05, 0.5))
        together(chaos)
        print(*report(chaos, root), sep='\n', flush=True)
        kills(chaos, asked.kills)
        print(*report(chaos, root), sep='\n', flush=True)
        damages(chaos, asked.damages)
        table, told = report(chaos, root)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    print(table, told, sep='\n')
    if not asked.short:
        facts = dict(kills=chaos.hits, damages=asked.damages, seed=asked.seed, limit=LIMIT_S)
        text = TEXT.format(stamp=stamp(), table=table, told=told, **facts)
        (Path(__file__).parent / 'results' / 'chaos.md').write_text(text)
    return chaos.counts.total(*WRONG)


if __name__ == '__main__':
    sys.exit(main() > 0)
