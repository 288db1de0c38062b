"""What changes between the end of the training and the robot, or the reader of the records"""

import torch

from faults.learning import then
from faults.record_edits import lines, metrics
from faults.stats import moved, scaled, set_stats

KEPT_STEP = 60  # of the checkpoint that is served
ELBOW_FIRST = [2, 1, 0, 3, 4, 5, 6]  # joints as a driver publishes them
# statistics of demonstrations at another table
TABLE_OFFSET = (0.25, -0.1, 0.12, 0.05, 0.0, 0.2, 0.04)  # rad, and the gripper
TABLE_SPREAD = (1.6, 0.8, 1.3, 1.2, 1.0, 0.75, 1.1)
# a log
CRASHED_AT = 150  # last step of an earlier run in the same folder
EARLIER = 2 * 3600  # s, by which it began before
CRASHED = dict(action=1.22, kl=1.4, hsa_wrist=1.13, loss=1.2, grad_norm=1.3)  # its numbers
HALF_RATE = 0.5  # its rate, of that of the run
NIGHT = 9 * 3600  # s between two parts of a run
EVENING = 150  # last step before it


def elbow_first(raw):
    "Joints in the order of the driver: elbow, shoulder lift, shoulder pan"
    return raw[..., ELBOW_FIRST]


def other_table():
    "Statistics that the server computed anew, on demonstrations at another table"
    return set_stats(
        state_mean=moved(TABLE_OFFSET),
        state_scale=scaled(TABLE_SPREAD),
        action_mean=moved(TABLE_OFFSET),
        action_scale=scaled(TABLE_SPREAD),
    )


def crashed(row):
    "A line of the earlier run"
    rates = {key: value * HALF_RATE for key, value in row.items() if key.startswith('lr')}
    losses = {key: row[key] * factor for key, factor in CRASHED.items()}
    return {**row, **rates, **losses, 'time': row['time'] - EARLIER}


def appended(rows):
    "The lines of a run that crashed, then those of this one"
    return [crashed(row) for row in rows if row['step'] <= CRASHED_AT] + rows


def after_a_night(rows):
    "The later lines were written on the next day"
    return [
        {**row, 'time': row['time'] + NIGHT * (row['step'] > EVENING)} if 'time' in row else row
        for row in rows
    ]


def goes_on_next_day():
    "Both logs of a run that was continued after a night"
    return then(metrics(after_a_night), lines('watch.jsonl', after_a_night))


def in_half_precision(trainer):
    "Weights that were exported as bfloat16"
    with torch.no_grad():
        for parameter in trainer.policy.parameters():
            parameter.copy_(parameter.bfloat16().float())
