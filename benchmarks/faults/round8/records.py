"""Records"""

from faults.record_edits import metrics

EXCHANGED = {
    'kl': 'hsa_wrist',
    'hsa_wrist': 'kl',
    'val_kl': 'val_hsa_wrist',
    'val_hsa_wrist': 'val_kl',
}
LOSSES = ('loss', 'action', 'kl', 'hsa_wrist')
HOUR = 3600  # s


def columns_exchanged(rows):
    "Two columns with the names of each other"
    return [{EXCHANGED.get(name, name): value for name, value in row.items()} for row in rows]


def best_so_far(rows):
    "The smallest training loss up to each line"
    best = {}
    for row in rows:
        for name in LOSSES:
            best[name] = row[name] = min(row[name], best.get(name, row[name]))
    return rows


def hour_back(rows):
    "From the middle on the clock is an hour behind"
    middle = len(rows) // 2
    for row in rows[middle:]:
        row['time'] = round(row['time'] - HOUR, 2)
    return rows


AFTER = {
    'columns_exchanged': metrics(columns_exchanged),
    'best_so_far_logged': metrics(best_so_far),
    'summer_time_ended': metrics(hour_back),
}
