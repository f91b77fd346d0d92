"""Settings: one reader of the environment, and errors that say what is allowed."""

from pathlib import Path

import pytest

from index.errors import SettingError
from ui.settings import Settings, check_exposure, describe, is_loopback, parse

FIXED = """ISNAD_DATA ISNAD_HOST ISNAD_PORT ISNAD_EMBEDDER ISNAD_RERANKER ISNAD_LLM
    ISNAD_LLM_BASE_URL ISNAD_LLM_API_KEY ISNAD_API_KEYS ISNAD_PUBLIC_URL
    ISNAD_MAX_UPLOAD_MB""".split()


def test_the_names_that_are_fixed_exist() -> None:
    assert set(FIXED) <= {setting.variable for setting in describe()}


def test_every_setting_is_described() -> None:
    for setting in describe():
        assert setting.help
        assert not setting.help.endswith(".")
        assert setting.variable == f"ISNAD_{setting.name.upper()}"


def test_defaults() -> None:
    settings = Settings.from_environ({})
    assert (settings.host, settings.port, settings.embedder) == ("127.0.0.1", 7860, "embedded")
    assert settings.data.name == "isnad"


def test_a_default_of_zero_is_shown() -> None:
    shown = {setting.name: setting.default for setting in describe()}
    assert (shown["rate_limit"], shown["open"], shown["llm"]) == ("0", "", "")


def test_values_are_read() -> None:
    settings = Settings.from_environ(
        {
            "ISNAD_DATA": "~/x",
            "ISNAD_PORT": " 80 ",
            "ISNAD_API_KEYS": "a, b,,",
            "ISNAD_OPEN": "Yes",
            "ISNAD_PUBLIC_URL": "https://example.org/isnad/",
            "ISNAD_LLM": "",
        }
    )
    assert settings.data == Path("~/x").expanduser()
    assert settings.port == 80
    assert settings.api_keys == ("a", "b")
    assert settings.open
    assert settings.public_url == "https://example.org/isnad"
    assert settings.llm == ""


@pytest.mark.parametrize(
    ("value", "origins"),
    [
        ("https://a.org", ("https://a.org",)),
        (" https://A.org:443/ , http://b.org:8080,,", ("https://a.org", "http://b.org:8080")),
        ("http://[::1]:80", ("http://[::1]",)),
    ],
)
def test_origins_are_read_as_browsers_send_them(value: str, origins: tuple[str, ...]) -> None:
    assert Settings.from_environ({"ISNAD_ALLOWED_ORIGINS": value}).allowed_origins == origins


def test_what_is_given_goes_first() -> None:
    environ = {"ISNAD_PORT": "nonsense", "ISNAD_HOST": "::1"}
    settings = Settings.from_environ(environ, port=1, host=None)
    assert (settings.port, settings.host) == (1, "::1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536"),
        ("DATA", "~nobody-of-that-name/x"),
        ("PORT", "-1"),
        ("PORT", "٨٠"),
        ("PORT", "1e3"),
        ("OPEN", "maybe"),
        ("PUBLIC_URL", "example.org"),
        ("PUBLIC_URL", "ftp://example.org"),
        ("PUBLIC_URL", "http://"),
        ("PUBLIC_URL", "http://[::1"),
        ("ALLOWED_ORIGINS", "*"),
        ("ALLOWED_ORIGINS", "null"),
        ("ALLOWED_ORIGINS", "a.org"),
        ("ALLOWED_ORIGINS", "https://a.org/page"),
        ("ALLOWED_ORIGINS", "https://me@a.org"),
        ("ALLOWED_ORIGINS", "https://a.org https://b.org"),
        ("FORMAT", "pdf"),
        ("MAX_UPLOAD_MB", "0"),
        ("K", "101"),
        ("LOCK_WAIT", "nan"),
        ("COLOR", "blue"),
        ("EMBEDDER", "  "),
        ("HOST", "a\nb"),
        ("KEEP_DAYS", "1.5"),
        ("LLM_TIMEOUT", "0"),
        ("UNSUPPORTED", "keep"),
    ],
)
def test_an_impossible_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"ISNAD_{name}") as caught:
        Settings.from_environ({f"ISNAD_{name}": value})
    assert str(caught.value).isprintable()


def test_a_key_is_never_shown() -> None:
    settings = Settings(api_keys=("secret",), llm_api_key="secret")
    assert "secret" not in repr(settings)
    with pytest.raises(SettingError) as caught:
        Settings.from_environ({"ISNAD_API_KEYS": "secret word"})
    assert "secret" not in str(caught.value)


def test_no_color() -> None:
    assert Settings.from_environ({"NO_COLOR": "1"}).color == "never"
    assert Settings.from_environ({"NO_COLOR": ""}).color == "auto"
    assert Settings.from_environ({"NO_COLOR": "1", "ISNAD_COLOR": "always"}).color == "always"


def test_parse() -> None:
    assert parse("k", "7") == 7
    with pytest.raises(SettingError, match="from 1 to 100"):
        parse("k", "seven")


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True), ("localhost", True),
     ("0.0.0.0", False), ("::", False), ("192.168.0.1", False), ("example.org", False),
     ("", False)],
)  # fmt: skip
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) == loopback


def test_serving_a_network_needs_keys_or_a_word() -> None:
    check_exposure(Settings())
    check_exposure(Settings(host="0.0.0.0", open=True))
    check_exposure(Settings(host="0.0.0.0", api_keys=("k",)))
    with pytest.raises(SettingError, match="ISNAD_API_KEYS"):
        check_exposure(Settings(host="0.0.0.0"))
