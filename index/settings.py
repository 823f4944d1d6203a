"""Every setting, read once at the edge: from the environment, or from a file `.env` in the working folder."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from index.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page listens."""

    host: str  # a name or a number, an IPv6 number without its brackets
    port: int  # 1 to 65535


@dataclass(frozen=True, slots=True)
class Log:
    """What is written of each question."""

    form: Literal["", "lines", "json"] = ""  # "": nothing
    text: bool = False  # the words of question and answer too


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of all settings; `.env.example` documents each."""

    home: Path  # DATELINE_HOME: the folder of the record and the local indexes
    database: str = field(repr=False)  # DATELINE_DATABASE: address of the record; "" means SQLite in home
    chroma_url: str = field(repr=False)  # CHROMA_URL: address of a Chroma server; "" means Chroma in home
    embedding: str  # DATELINE_EMBEDDING: "openai:MODEL" behind OPENAI_BASE_URL; "" means the embedded model
    llm: str  # DATELINE_LLM: "gguf:PATH" of a model that runs in process; "" means none
    openai_api_key: str = field(repr=False)  # OPENAI_API_KEY
    openai_base_url: str  # OPENAI_BASE_URL: "" means the client's own default
    openai_model: str  # OPENAI_MODEL
    timeout: float  # DATELINE_TIMEOUT: seconds for a model's whole answer
    address: Address  # DATELINE_ADDRESS: where the page listens
    auth: str = field(default="", repr=False)  # DATELINE_AUTH: who may use the page, and whether they may change things
    log: Log = Log()  # DATELINE_LOG: what is written of each question on standard error


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of `environ`, by default the process's environment over `.env` in the working folder.

    Raises SettingsError where one has no value of its kind.
    """
    values = {**_dotenv(), **os.environ} if environ is None else environ
    return Settings(
        home=Path(values.get("DATELINE_HOME") or _default_home()).expanduser(),
        database=values.get("DATELINE_DATABASE", ""),
        chroma_url=values.get("CHROMA_URL", ""),
        embedding=values.get("DATELINE_EMBEDDING", "").strip(),
        llm=values.get("DATELINE_LLM", ""),
        openai_api_key=values.get("OPENAI_API_KEY", ""),
        openai_base_url=values.get("OPENAI_BASE_URL", ""),
        openai_model=values.get("OPENAI_MODEL") or "gpt-4o-mini",
        timeout=_number(values, "DATELINE_TIMEOUT", 60.0),
        address=read_address(values.get("DATELINE_ADDRESS", "")),
        auth=values.get("DATELINE_AUTH", "").strip(),
        log=read_log(values.get("DATELINE_LOG", "")),
    )


def read_address(text: str) -> Address:
    """`host`, `host:port` or `[::1]:port`; "" is 127.0.0.1:7860. Raises SettingsError."""
    given = text.strip() or "127.0.0.1"
    try:
        parts = urlsplit(f"//{given}")
        host, port = parts.hostname or "", 7860 if parts.port is None else parts.port
    except ValueError:
        host, port = "", 0
    # Digits alone are no host: they are a port that lacks one.
    if not host or host.isdigit() or not port or parts.netloc != given or set(given) & set("@ "):
        raise SettingsError(
            f"DATELINE_ADDRESS must be HOST, HOST:PORT or [IPV6]:PORT, with a port from 1 to 65535, not {given!r}. "
            "Leave it empty for 127.0.0.1:7860."
        )
    return Address(host, port)


def read_log(text: str) -> Log:
    """`lines` or `json`, with `,text` after it or not; "" is no log. Raises SettingsError."""
    match [word.strip() for word in text.split(",")]:
        case [""]:
            return Log()
        case ["lines" | "json" as form]:
            return Log(form)
        case ["lines" | "json" as form, "text"]:
            return Log(form, text=True)
    raise SettingsError(f"DATELINE_LOG must be lines, json, lines,text or json,text, or empty, not {text!r}.")


def _dotenv() -> dict[str, str]:
    if not Path(".env").is_file():
        return {}
    from dotenv import dotenv_values

    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def _default_home() -> str:
    from platformdirs import user_data_dir

    return user_data_dir("dateline")


def _number(values: Mapping[str, str], name: str, default: float) -> float:
    text = values.get(name, "").strip()
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        raise SettingsError(f"{name} must be a number, not {text!r}.") from None
    if not 0 < number <= 65535:
        raise SettingsError(f"{name} must be above 0 and at most 65535, not {text}.")
    return number
