"""A question for whether reports agree on something, as the question on whose answers they agree or differ."""

import re

_REPORTS = (
    r"(?:(?:all|the|these|those|your|different|various)\s+)*"
    r"(?:reports|sources|outlets|articles|stories|news\s?papers|papers|media)"
)
_ON = r"(?:on|about|over|as\s+to|regarding|concerning)\s+"
_AGREE = re.compile(
    rf"^(?:(?:where|how|in\s+what)\s+)?do(?:es)?\s+{_REPORTS}\s+(?:all\s+)?"
    rf"(?:agree|differ|disagree|diverge|conflict|contradict\s+(?:each\s+other|one\s+another))\s+{_ON}(?P<on>.+?)\s*\?*$"
    rf"|^(?:is|are)\s+there\s+(?:any\s+|a\s+)?(?:disagreements?|agreement|differences?|contradictions?|conflict)\s+"
    rf"(?:(?:among|between|in)\s+{_REPORTS}\s+)?{_ON}(?P<there>.+?)\s*\?*$",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:whether|if|how|who|whom|whose|when|where|why|which|what)\b", re.IGNORECASE)


def agreed_on(question: str) -> str:
    """The question that reports may answer alike or otherwise; the question itself where it asks for no agreement.

    Of "Do the reports agree on how many died?" that is "how many died?".
    """
    match = _AGREE.match(question)
    if not match:
        return question
    on = match["on"] or match["there"]
    return f"{on}?" if _ASKS.match(on) else f"What is {on}?"
