"""What a fault is, and how a list of them is read.

The texts of a list are in its texts.toml: what the person did, what is true, what a right answer
would say. What plants them are functions: `data(run_data, random)` changes recordings as another
recorder would have, `model(trainer)` what is trained, after policy and optimiser were made, and
`after(trainer)` what is there once the run is over.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from faults.words import expression

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Fault:
    "A mistake that somebody makes, or a healthy run that looks like one"

    group: str
    story: str  # what the person did
    truth: str = 'nothing is wrong'  # the cause in a few words
    says: str = r'(?!)'  # expression of cause, evidence and fix of a true finding
    fix: str = 'nothing'
    recording: str = ''  # of a real robot, in data/real.toml; '': the demonstrations
    settings: dict = field(default_factory=dict)
    codes: tuple = ()  # of rules that are this cause
    wrong: tuple = ()  # of rules that would be a false trail even where `says` matches
    benign: bool = False  # nothing is wrong, or nothing that matters: an error is a false alarm
    data: Callable | None = None  # (run_data, random)
    model: Callable | None = None  # (trainer), before the first step
    after: Callable | None = None  # (trainer), before the diagnosis

    @property
    def by_data(self) -> bool:
        "Whether a diagnosis before the first step can show it"
        if self.model or self.after:
            return False
        return not self.settings if self.benign else self.data is not None


def read_faults(name, *, data=None, model=None, after=None):
    "{name: Fault} of a list; KeyError for a plant without a text"
    texts = tomllib.loads((HERE / name / 'texts.toml').read_text())
    plants = dict(data=data or {}, model=model or {}, after=after or {})
    nameless = {one for made in plants.values() for one in made} - texts.keys()
    if nameless:
        raise KeyError(f'{name}/texts.toml has no {sorted(nameless)}')
    return {one: read_fault(text, one, plants) for one, text in texts.items()}


def read_fault(text, name, plants):
    "One fault from its table and from what plants it"
    values = dict(text)
    if 'says' in values:
        values['says'] = expression(values['says'], values.pop('never', ''))
    for key in ('codes', 'wrong'):
        values[key] = tuple(values.get(key, ()))
    return Fault(**values, **{kind: made.get(name) for kind, made in plants.items()})
