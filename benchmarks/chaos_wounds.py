"""Ways to damage the bytes of a file"""


def bit(raw: bytearray, random) -> bytearray:
    "One flipped bit"
    raw[int(random.integers(len(raw)))] ^= 1 << int(random.integers(8))
    return raw


def zeros(raw: bytearray, random) -> bytearray:
    "A part that never reached the disk"
    at = int(random.integers(len(raw)))
    raw[at : at + 512] = bytes(len(raw[at : at + 512]))
    return raw


def cut(raw: bytearray, random) -> bytearray:
    "A copy that was interrupted"
    return raw[: int(random.integers(len(raw)))]


def swapped(raw: bytearray, random) -> bytearray:
    "Two parts in each other's place"
    a, b = sorted(random.integers(0, len(raw), 2).tolist())
    size = min(64, b - a, len(raw) - b)
    raw[a : a + size], raw[b : b + size] = raw[b : b + size], raw[a : a + size]
    return raw


WOUNDS = (bit, bit, zeros, cut, swapped)
