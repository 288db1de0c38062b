"""The page of blind rounds, from the rows that their runs wrote

python blind_page.py NAME=rows.jsonl [NAME=rows.jsonl ...] > results/blind.md

A row is one run: fault, truth (what was planted, in words), result (first, three, later, missed,
unknown, wrong, crash; right or alarm for a healthy run) and findings. Whoever planted the faults
had not seen the rules, and whoever wrote the rules had not seen the faults.
"""

import json
import sys
from pathlib import Path

from tables import head, row

from tactile_nb.evidence.intervals import wilson

HEALTHY = ('right', 'alarm')
LONGEST = 140  # characters of a sentence in a table


def read(argument):
    "Name and rows of one round; a run that was taken twice counts once"
    name, path = argument.split('=', 1)
    rows = [json.loads(line) for line in Path(path).read_text().splitlines()]
    return name, list({(o['fault'], o['seed']): o for o in rows}.values())


def share(rows, results):
    "How many of the rows have one of the results, with the 95 % interval"
    count = sum(o['result'] in results for o in rows)
    if not rows:
        return '-'
    rate, low, high = (100 * o for o in wilson(count, len(rows)))
    return f'{count}/{len(rows)} = {rate:.0f} % [{low:.0f}, {high:.0f}]'


def first_words(one):
    "What the first finding says"
    found = one.get('findings') or []
    words = found[0]['text'].split(' | ')[1] if found else one.get('verdict', '')
    return words.replace('|', '/')[:LONGEST]


def summary(rounds):
    "One line a round"
    columns = ('round', 'named first', 'wrong with confidence', 'missed or no evidence')
    lines = [head((*columns, 'healthy called an error'))]
    for name, rows in rounds:
        ill = [o for o in rows if o['result'] not in HEALTHY]
        well = [o for o in rows if o['result'] in HEALTHY]
        shares = [share(ill, ('first',)), share(ill, ('wrong',)), share(ill, ('missed', 'unknown'))]
        lines.append(row([name, *shares, share(well, ('alarm',))]))
    return lines


def misses(name, rows):
    "Everything that was not named first, with what was said instead"
    lines = [f'## {name}: what was not named first', '']
    lines.append(head(('what was planted', 'result', 'first said')))
    for one in rows:
        if one['result'] not in ('first', 'right'):
            lines.append(row([one['truth'][:LONGEST], one['result'], first_words(one)]))
    return [*lines, '']


def main():
    rounds = [read(argument) for argument in sys.argv[1:]]
    lines = ['# Blind rounds', '', *summary(rounds), '']
    for name, rows in rounds:
        lines += misses(name, rows)
    print('\n'.join(lines))


if __name__ == '__main__':
    main()
