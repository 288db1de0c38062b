"""The page of blind rounds, from the rows of their runs

    cd benchmarks && python -m faults.page NAME=rows.jsonl [NAME=rows.jsonl ...]

Each NAME is a line of the tables. Writes benchmarks/results/blind.md anew from its first table on;
what stands above it says who planted what, when, and what had been seen.
"""

import json
import sys
from pathlib import Path

from tables import head, row

from faults.scores import WORDS, calibration, of_healthy, of_ill, with_result
from tactile_nb.data.tasks import project_root

LONGEST = 140  # characters of a sentence in a table
TITLE = '# Blind rounds\n'


def read(argument):
    "Name and rows of one round; a run that was taken twice counts once"
    name, path = argument.split('=', 1)
    rows = [json.loads(line) for line in Path(path).read_text().splitlines()]
    return name, list({(one['fault'], one['seed']): one for one in rows}.values())


def summary(rounds):
    "One line a round"
    columns = ('round', 'named first', 'wrong with confidence', 'missed or no evidence')
    lines = [head((*columns, 'healthy called an error'))]
    for name, rows in rounds:
        ill = of_ill(rows)
        shares = [with_result(ill, one) for one in ('first', 'wrong')]
        missed = with_result(ill, 'missed', 'unknown')
        alarms = with_result(of_healthy(rows), 'alarm')
        lines.append(row([name, *shares, missed, alarms]))
    return lines


def calibrated(rounds):
    "Whether the words of confidence hold, one line a round and kind, and all of them together"
    columns = [f'said {word}, true' for word in WORDS]
    lines = [head(('first finding', *columns))]
    together = ('all rounds', [one for _, rows in rounds for one in rows])
    for name, rows in [*rounds, together]:
        lines.append(row([f'{name}, an error', *calibration(rows, 'error')]))
        lines.append(row([f'{name}, a warning', *calibration(rows, 'warning')]))
    return lines


def first_words(one):
    "What the first finding says"
    found = one.get('findings') or []
    words = found[0]['cause'] if found else one.get('verdict', '')
    return words.replace('|', '/')[:LONGEST]


def misses(name, rows):
    "Everything that was not named first, with what was said instead"
    lines = [f'## {name}: what was not named first', '']
    lines.append(head(('what was planted', 'result', 'first said')))
    for one in rows:
        if one['result'] not in ('first', 'right'):
            planted = one['story'] if one['benign'] else one['truth']
            lines.append(row([planted[:LONGEST], one['result'], first_words(one)]))
    return [*lines, '']


def page(rounds):
    "The tables"
    about = (
        '\nHow far the words of confidence hold: of the first findings that were said so, those '
        'that are what was planted. A first finding about a healthy run is not true here; a '
        'warning may be true beside what was planted, as "few episodes" is.\n'
    )
    lines = [*summary(rounds), about, *calibrated(rounds), '']
    for name, rows in rounds:
        lines += misses(name, rows)
    return '\n'.join(lines)


def main():
    file = project_root() / 'benchmarks/results/blind.md'
    above = file.read_text().split('\n|')[0].rstrip('\n') if file.exists() else TITLE
    file.write_text(f'{above}\n\n{page([read(argument) for argument in sys.argv[1:]])}')


if __name__ == '__main__':
    main()
