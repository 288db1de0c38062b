"""The twelfth list: thirty faults and fifteen healthy runs, by somebody who knew no rule"""

from faults.fault import read_faults
from faults.round12 import scene, touch, training

FAULTS = read_faults(
    'round12',
    data={**touch.DATA, **scene.DATA},
    model=training.MODEL,
    after=training.AFTER,
)
