"""How often the diagnosis was right, with intervals"""

from collections import Counter

from tactile_nb.evidence.intervals import wilson

WORDS = ('certain', 'likely', 'possible')


def share(count, total):
    "count of total, as a percentage with its 95 % interval"
    if not total:
        return '-'
    rate, low, high = (100 * one for one in wilson(count, total))
    return f'{count}/{total} = {rate:.0f} % [{low:.0f}, {high:.0f}]'


def of_ill(rows):
    "Rows of faults, without crashes"
    return [one for one in rows if not one['benign'] and one['result'] != 'crash']


def of_healthy(rows):
    "Rows of healthy runs, without crashes"
    return [one for one in rows if one['benign'] and one['result'] != 'crash']


def with_result(rows, *results):
    "How many of the rows have one of the results, with the interval"
    return share(sum(one['result'] in results for one in rows), len(rows))


def calibration(rows, severity):
    "For each word how many of the first findings that were said so are true"
    said, true = Counter(), Counter()
    for one in rows:
        first = next(iter(one.get('findings') or []), None)
        if first and first['severity'] == severity:
            said[first['confidence']] += 1
            true[first['confidence']] += first['true'] and not one['benign']
    return [share(true[word], said[word]) for word in WORDS]


def scores(rows):
    "A few lines about rows of runs"
    ill = of_ill(rows)
    lines = [f'named first {with_result(ill, "first")}']
    lines.append(f'wrong with confidence {with_result(ill, "wrong")}')
    lines.append(f'named second or later {with_result(ill, "three", "later")}')
    lines.append(f'missed or no evidence {with_result(ill, "missed", "unknown")}')
    lines.append(f'healthy called an error {with_result(of_healthy(rows), "alarm")}')
    for word, good in zip(WORDS, calibration(rows, 'error')):
        lines.append(f'first finding an error, said {word}: true {good}')
    lines.append(f'crashed {sum(one["result"] == "crash" for one in rows)}')
    for group in dict.fromkeys(one['group'] for one in ill):
        some = [one for one in ill if one['group'] == group]
        lines.append(f'  {group}: named first {with_result(some, "first")}')
    return '\n'.join(lines)
