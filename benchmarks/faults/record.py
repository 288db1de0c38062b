"""What each rule was worth in a blind round, into the library

    cd benchmarks && python -m faults.record "round 7=rows.jsonl"

Take the rows of the first scoring, before anything was mended. A round that is there already is
left as it is: a record is not written again.
"""

import json
import sys
from collections import Counter

from faults.page import read
from tactile_nb.core.files import write_json
from tactile_nb.data.project import project_root
from tactile_nb.evidence.rule import ERROR


def counted(rows):
    "How often the first finding was an error of a code, and whether it was what was planted"
    counts = {'true': Counter(), 'false': Counter()}
    for row in rows:
        first = next(iter(row.get('findings') or []), None)
        if first and first['severity'] == ERROR:
            kind = 'true' if first['true'] and not row['benign'] else 'false'
            counts[kind][first['code']] += 1
    return {kind: dict(sorted(found.items())) for kind, found in counts.items()}


def main():
    file = project_root() / 'tactile_nb/evidence/blind.json'
    record = json.loads(file.read_text())
    for argument in sys.argv[1:]:
        name, rows = read(argument)
        if name in {one['round'] for one in record['rounds']}:
            raise SystemExit(f'{name} is recorded already')
        record['rounds'].append({'round': name, **counted(rows)})
    write_json(file, record)


if __name__ == '__main__':
    main()
