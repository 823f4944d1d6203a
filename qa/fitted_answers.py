"""Weights fitted by `python -m tests.bench.abstention --fit`, not edited by hand."""

from qa.picking import Logistic

ANSWERS = Logistic(
    bias=0.1752,
    weights=(0.4211, 0.4846, -0.1519, 0.4948, 0.1528, 0.0965, -0.2467, 0.1849, -0.2621, -0.1326),
    means=(0.479518, 0.512802, 0.353706, 0.37228, 0.496388, 0.433859, 0.446215, 0.629197, 0.015936, 1.319789),
    deviations=(0.200144, 0.206486, 0.231968, 0.359005, 0.235481, 0.329336, 0.497099, 0.322441, 0.125229, 0.318321),
)
