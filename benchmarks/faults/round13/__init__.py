"""The thirteenth list: thirty faults and fifteen healthy runs that look odd"""

from faults.fault import read_faults
from faults.round13 import scene, touch, training

FAULTS = read_faults(
    'round13',
    data={**touch.DATA, **scene.DATA},
    model=training.MODEL,
    after=training.AFTER,
)
