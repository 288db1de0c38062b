"""Twenty faults and ten healthy variants of real recordings, all changes of data"""

from faults.fault import read_faults
from faults.real3 import arm, pad, pad_healthy, scene

DATA = {**pad.DATA, **pad_healthy.DATA, **arm.DATA, **scene.DATA}
FAULTS = read_faults('real3', data=DATA)
