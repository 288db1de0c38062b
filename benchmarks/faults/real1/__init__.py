"""Twenty faults and ten healthy variants, in recordings of real robots"""

from faults.fault import read_faults
from faults.real1 import bridge, piper, piper_healthy

DATA = {**piper.DATA, **piper_healthy.DATA, **bridge.DATA}
FAULTS = read_faults('real1', data=DATA)
