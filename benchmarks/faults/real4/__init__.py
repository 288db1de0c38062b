"""Twenty faults and ten odd but healthy variants of real recordings"""

from faults.fault import read_faults
from faults.real4 import arm, pad, views

FAULTS = read_faults('real4', data={**pad.DATA, **arm.DATA, **views.DATA})
