"""Every real configuration on this machine's CPU, one step each, random weights.

    python benchmarks/real_sizes.py [name, name, ...]

Each in a process of its own, one after the other, within eight minutes and 14 GB; what does not fit
is named with the reason. Writes benchmarks/results/real_sizes.json and .md; the numbers of sizes
that are not named stay as they are.
"""

import json
import os
import sys

from tables import head, row, today

from tactile_nb.data.tasks import project_root
from tactile_nb.evidence.sizes import SIZES, measured_apart

LIMIT_S = 480.0
LIMIT_GB = 14.0
COLUMNS = (
    'configuration',
    'parameters',
    'trained',
    'samples of a step, at once',
    'precision',
    's to build',
    's of the step',
    'peak GB',
    'at least, on paper',
    'measured',
)
NOTE = (
    'CPU, {cores} cores shared with other work, one thread, random weights, one step without '
    'warm-up. The step is forward, backward and AdamW over what is trained; samples that are not '
    'computed at once are added up. Qwen backbones are bfloat16 and what is trained float32; the '
    'action head has one layer. Noise in place of data, so that no loading is in the seconds.\n'
)


def precision(size):
    "How a size computes, in words"
    if size.autocast:
        return 'bfloat16, autocast'
    return 'bfloat16 backbone' if 'VLA' in size.title else 'float32'


def result_row(name, found):
    "A row of the table"
    size = SIZES[name]
    paper = f'{found["least_gb"]:.1f} GB'
    if 'skipped' in found:
        skipped = f'*not measured*: {found["skipped"]}'
        return row([size.title, '', '', '', '', '', skipped, '', paper, found['date']])
    samples = f'{size.samples}, {size.at_once}'
    numbers = [f'{found[key]:,}' for key in ('parameters', 'trained')]
    seconds = [f'{found["building_s"]:.0f}', f'{found["seconds"][0]:.1f}']
    memory = [f'{found["peak_gb"]:.1f}', paper]
    cells = [*numbers, samples, precision(size), *seconds, *memory, found['date']]
    return row([size.title, *cells])


def main():
    "Measure, keep, write"
    results = project_root() / 'benchmarks/results'
    kept = results / 'real_sizes.json'
    found = json.loads(kept.read_text()) if kept.exists() else {}
    for name in sys.argv[1:] or SIZES:
        found[name] = measured_apart(name, LIMIT_S, LIMIT_GB) | dict(date=today())
        print(name, found[name], flush=True)
    kept.write_text(json.dumps(found, indent=1) + '\n')
    rows = [result_row(name, found[name]) for name in SIZES if name in found]
    note = NOTE.format(cores=os.cpu_count())
    text = '\n'.join(['# Real sizes on a CPU\n', note, head(COLUMNS), *rows]) + '\n'
    (results / 'real_sizes.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
