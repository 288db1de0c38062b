"""Memory of a process that opens the store of benchmarks/cache.py and reads 60,000 entries.

    python benchmarks/peers/store_memory.py FOLDER

Prints megabytes before, opened, and after the reads.
"""

import sys
from pathlib import Path

from tactile_nb.data.identity import content_key
from tactile_nb.data.store import ArrayStore

READS = 60_000
ENTRIES = 100_000


def resident_mb():
    "Memory that this process has now"
    status = Path('/proc/self/status').read_text()
    return int(status.split('VmRSS:')[1].split()[0]) / 1024


def main():
    "Open, read, print"
    before = resident_mb()
    store = ArrayStore(sys.argv[1], {}, 64, 'float16')
    opened = resident_mb()
    for i in range(READS):
        store.get(content_key(str(i * 7 % ENTRIES)))
    print(before, opened, resident_mb())


if __name__ == '__main__':
    main()
