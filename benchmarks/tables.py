"""Pieces of the Markdown that the benchmarks write"""

import os
import time


def row(cells):
    "A row of a Markdown table"
    return '| ' + ' | '.join(str(cell) for cell in cells) + ' |'


def head(names):
    "The first two lines of a Markdown table; a column may have no name"
    titles = ''.join(f' {name} |' if name else ' |' for name in names)
    return f'|{titles}\n|' + '---|' * len(names)


def today():
    "The date as it stands in the results"
    return time.strftime('%Y-%m-%d')


def stamp():
    "Date and machine of a result"
    return f'{today()}, {os.cpu_count()} cores'
