"""Records"""

from faults.record_edits import metrics

SMOOTHING = 0.97  # of the line before in a curve of a dashboard
LOSSES = ('loss', 'action', 'kl', 'hsa_wrist', 'grad_norm')
EXTRA = dict(gpu_memory_gb=3.2, loader_wait_s=0.004)


def repeats(rows):
    "From a third on every line has the losses of one step"
    place = len(rows) // 3
    stuck = {key: o for key, o in rows[place].items() if key in LOSSES}
    return [{**row, **stuck} if number > place else row for number, row in enumerate(rows)]


def smoothed_lines(rows):
    "Losses as a dashboard draws them: each line mostly that of before"
    last, out = {}, []
    for row in rows:
        for key in set(LOSSES) & set(row):
            last[key] = SMOOTHING * last.get(key, row[key]) + (1 - SMOOTHING) * row[key]
        out.append({key: last.get(key, o) for key, o in row.items()})
    return out


def with_extra(rows):
    "Two more columns"
    return [{**row, **EXTRA} for row in rows]


AFTER = {
    'log_repeats_itself': metrics(repeats),
    'metrics_smoothed': metrics(smoothed_lines),
    'extra_columns': metrics(with_extra),
}
