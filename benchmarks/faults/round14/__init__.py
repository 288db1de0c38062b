"""Thirty faults and fifteen healthy runs of all groups"""

from faults.fault import read_faults
from faults.round14 import healthy, recorded, trained

FAULTS = read_faults(
    'round14',
    data={**recorded.DATA, **healthy.DATA},
    model={**trained.MODEL, **healthy.MODEL},
    after={**trained.AFTER, **healthy.AFTER},
)
