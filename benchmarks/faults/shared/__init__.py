"""Forty-nine faults of all groups"""

from faults.fault import read_faults
from faults.shared import scene, touch, training

FAULTS = read_faults(
    'shared',
    data={**touch.DATA, **scene.DATA},
    model={**touch.MODEL, **scene.MODEL, **training.MODEL},
    after=training.AFTER,
)
