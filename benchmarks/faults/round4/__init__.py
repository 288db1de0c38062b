"""Round 4: thirty faults and fifteen healthy runs that look odd"""

from faults.fault import read_faults
from faults.round4 import scene, touch, training

FAULTS = read_faults(
    'round4',
    data={**touch.DATA, **scene.DATA},
    model=training.MODEL,
    after=training.AFTER,
)
