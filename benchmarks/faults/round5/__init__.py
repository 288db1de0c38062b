"""Round 5: thirty faults and fifteen healthy runs that look odd"""

from faults.fault import read_faults
from faults.round5 import scene, touch, training

FAULTS = read_faults(
    'round5',
    data={**touch.DATA, **scene.DATA},
    model=training.MODEL,
    after=training.AFTER,
)
