"""Twenty usual faults and ten healthy oddities on recordings of real robots"""

from faults.fault import read_faults
from faults.real6 import bridge, piper, presses

DATA = {**presses.DATA, **piper.DATA, **bridge.DATA}
FAULTS = read_faults('real6', data=DATA)
