"""Records"""

import math

from faults.learning import then
from faults.record_edits import metrics, noted

KEPT_EVERY = 4  # lines of a log that is made thinner


def counted_anew(rows):
    "From the middle on steps are counted from zero"
    middle = rows[len(rows) // 2]['step']
    return [{**row, 'step': row['step'] - middle} if row['step'] > middle else row for row in rows]


def in_degrees(values):
    "The held-out error, as degrees"
    if 'val_action' in values:
        values['val_action'] = float(f'{math.degrees(values["val_action"]):.6g}')


def rows_in_degrees(rows):
    "The held-out error of each line, as degrees"
    for row in rows:
        in_degrees(row)
    return rows


def thinner(rows):
    "Every fourth line, and the last one"
    return [
        row
        for number, row in enumerate(rows)
        if number % KEPT_EVERY == 0 or number == len(rows) - 1 or 'val_action' in row
    ]


AFTER = {
    'step_counter_reset': metrics(counted_anew),
    'held_out_in_degrees': then(metrics(rows_in_degrees), noted('result.json', in_degrees)),
    'thinned_log': metrics(thinner),
}
