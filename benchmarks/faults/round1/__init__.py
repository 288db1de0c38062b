"""Round 1: thirty faults and fifteen healthy runs that look odd"""

from faults.fault import read_faults
from faults.round1 import scene, touch, training

FAULTS = read_faults(
    'round1',
    data={**touch.DATA, **scene.DATA},
    model=training.MODEL,
    after=training.AFTER,
)
