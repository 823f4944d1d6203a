"""Questions as OpenTelemetry spans: ask > understand, retrieve, quote, write, compare. The only file that imports it.

Spans are made when a question is over, with the times at which its stages began and ended; no text is in them.
"""

from opentelemetry import trace
from opentelemetry.util.types import AttributeValue

from qa.observing import Outcome, facts

# What OpenTelemetry's conventions for generative models call these.
CONVENTIONAL = {
    "model": "gen_ai.response.model",
    "prompt_tokens": "gen_ai.usage.input_tokens",
    "completion_tokens": "gen_ai.usage.output_tokens",
}
_MILLISECOND = 1_000_000  # nanoseconds


def record(outcome: Outcome) -> None:
    """One span for the question and one inside it for each stage, where a tracer provider is set; else nothing."""
    tracer = trace.get_tracer("dateline")
    whole = tracer.start_span(f"dateline.{outcome.kind}", start_time=outcome.began, attributes=_attributes(outcome))
    if not whole.is_recording():
        return
    within, at = trace.set_span_in_context(whole), outcome.began
    for stage, taken in outcome.timings.items():
        if stage != "total":
            part = tracer.start_span(f"dateline.{stage}", within, start_time=at)
            at += int(taken * _MILLISECOND)
            part.end(end_time=at)
    if outcome.error:
        whole.set_status(trace.Status(trace.StatusCode.ERROR, outcome.error))
    whole.end(end_time=outcome.began + int(outcome.timings["total"] * _MILLISECOND))


def _attributes(outcome: Outcome) -> dict[str, AttributeValue]:
    told = {name: value for name, value in facts(outcome).items() if value is not None}
    return {CONVENTIONAL.get(name, f"dateline.{name}"): value for name, value in told.items()}
