"""Files of a finished run, written again with other content"""

import dataclasses
import json

from tactile_nb.core.files import sealed, write_sealed
from tactile_nb.training.runs import read_object, read_rows

METRICS = 'metrics.jsonl'


def lines(name, change):
    "Other rows in a file of the run folder: change(rows) -> rows"

    def plant(trainer):
        file = trainer.path / name
        rows = change([dict(one) for one in read_rows(file)])
        file.write_text(''.join(json.dumps(sealed(one)) + '\n' for one in rows))
        return rows

    return plant


def metrics(change):
    "Other rows in the records, and in what the trainer remembers of them: change(rows) -> rows"
    edit = lines(METRICS, change)

    def plant(trainer):
        trainer.history[:] = [
            {key: value for key, value in one.items() if key != 'time'} for one in edit(trainer)
        ]

    return plant


def noted(name, change):
    "An object of the run folder, changed in place: change(values)"

    def plant(trainer):
        file = trainer.path / name
        kept = {key: one for key, one in read_object(file, {}).items() if key != 'checksum'}
        change(kept)
        write_sealed(file, kept)

    return plant


def setting(**values):
    "Other settings in config.json, after the run"

    def plant(trainer):
        trainer.config = dataclasses.replace(trainer.config, **values)
        noted('config.json', lambda kept: kept['train'].update(values))(trainer)

    return plant
