"""Round 8: thirty faults and fifteen healthy runs that look odd"""

from faults.fault import read_faults
from faults.round8 import optimisers, records, scene, sensing, serving, statistics, training

FAULTS = read_faults(
    'round8',
    data={**sensing.DATA, **scene.DATA, **statistics.DATA},
    model={**statistics.MODEL, **optimisers.MODEL, **training.MODEL},
    after={**statistics.AFTER, **serving.AFTER, **records.AFTER},
)
