"""What the chat page shows and how it is guarded, in parts that need no Gradio; `ui.py` makes the page of them."""
