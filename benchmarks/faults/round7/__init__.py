"""Round 7: thirty faults and fifteen healthy runs that look odd"""

from faults.fault import read_faults
from faults.round7 import records, scene, touch, training

FAULTS = read_faults(
    'round7',
    data={**touch.DATA, **scene.DATA},
    model=training.MODEL,
    after={**training.AFTER, **records.AFTER},
)
