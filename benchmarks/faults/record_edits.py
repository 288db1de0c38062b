"""Files of a finished run, written again with other content"""

import dataclasses
import json

from tactile_nb.core.files import sealed, write_sealed
from tactile_nb.training.runs import read_object, read_rows

METRICS = 'metrics.jsonl'


def metrics(change):
    "Other rows in the records: change(rows) -> rows"

    def plant(trainer):
        file = trainer.path / METRICS
        rows = change([dict(one) for one in read_rows(file)])
        file.write_text(''.join(json.dumps(sealed(one)) + '\n' for one in rows))
        trainer.history[:] = [
            {key: value for key, value in one.items() if key != 'time'} for one in rows
        ]

    return plant


def setting(**values):
    "Other settings in config.json, after the run"

    def plant(trainer):
        trainer.config = dataclasses.replace(trainer.config, **values)
        file = trainer.path / 'config.json'
        kept = {key: one for key, one in read_object(file, {}).items() if key != 'checksum'}
        kept['train'].update(values)
        write_sealed(file, kept)

    return plant
