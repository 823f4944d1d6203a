"""Weights fitted by `python -m tests.bench.abstention --fit`, not edited by hand."""

from qa.picking import Logistic

ANSWERS = Logistic(
    bias=0.1248,
    weights=(0.4434, 0.5615, 0.1106, 0.2426, 0.1516, -0.2072, -0.2181, -0.2554),
    means=(0.479206, 0.512618, 0.353364, 0.495506, 0.428818, 0.445139, 0.016487, 1.320146),
    deviations=(0.200411, 0.206734, 0.231448, 0.234818, 0.32776, 0.496981, 0.127337, 0.318605),
)
