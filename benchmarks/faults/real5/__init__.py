"""Faults and healthy oddities of recordings of three real robots, of data alone"""

from faults.fault import read_faults
from faults.real5 import arm, healthy, pad, scene

DATA = {**pad.DATA, **arm.DATA, **scene.DATA, **healthy.DATA}
FAULTS = read_faults('real5', data=DATA)
