"""What vectors are. A module of its own, so that the other values load without numpy."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]  # (n, dimension), each row of unit length
