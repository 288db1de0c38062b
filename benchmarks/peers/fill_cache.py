"""Fill a feature cache with a mid-size random Qwen2.5-VL: `fill_cache.py settings.json`.

As `python -m tactile_nb.training.trainer` does, under torch.distributed.run or alone.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from cache import SIZES, qwen_config  # noqa: E402  beside this folder

from tactile_nb.models import qwen_vl  # noqa: E402
from tactile_nb.training.trainer import main  # noqa: E402


def middle_size(name):
    "Not the published size: large enough to take time, small enough to be measured"
    return qwen_config(*SIZES['mid'])


qwen_vl.qwen_config = middle_size
main(sys.argv[1])
