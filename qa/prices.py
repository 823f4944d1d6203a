"""What a model's tokens cost. The only file that imports genai_prices, which carries the prices of many servers."""

import genai_prices

from qa.types import Usage

OPENAI = "https://api.openai.com/v1"  # where a model is asked for when no address is set


def cost(model: str, usage: Usage, address: str = "") -> float | None:
    """US dollars by the list prices of the server at an address; None for servers and models that it does not know."""
    tokens = genai_prices.Usage(input_tokens=usage.prompt_tokens, output_tokens=usage.completion_tokens)
    try:
        return float(genai_prices.calc_price(tokens, model, provider_api_url=address or OPENAI).total_price)
    except LookupError:
        return None
