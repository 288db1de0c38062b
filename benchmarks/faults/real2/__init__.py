"""Twenty faults of recordings and ten healthy ones: a magnetic pad, a Piper arm, a WidowX arm"""

from faults.fault import read_faults
from faults.real2 import bridge, pad, piper, presses

DATA = {**pad.DATA, **presses.DATA, **piper.DATA, **bridge.DATA}
FAULTS = read_faults('real2', data=DATA)
