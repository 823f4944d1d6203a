"""What a model's tokens cost. The only file that imports genai_prices, which carries the prices of many servers."""

from dataclasses import replace

import genai_prices

from qa.types import Usage

OPENAI = "https://api.openai.com/v1"  # where a model is asked for when no address is set


def priced(usage: Usage, model: str, address: str | None = None) -> Usage:
    """The usage with its cost by the list prices of the server at an address.

    As it is where the server itself stated a cost, and where nobody knows its prices or the model.
    """
    if usage.cost is not None:
        return usage
    tokens = genai_prices.Usage(input_tokens=usage.prompt_tokens, output_tokens=usage.completion_tokens)
    try:
        price = genai_prices.calc_price(tokens, model, provider_api_url=address or OPENAI)
    except LookupError:
        return usage
    return replace(usage, cost=float(price.total_price))
