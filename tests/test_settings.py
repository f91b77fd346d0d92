"""Settings: one reader of the environment, and errors that say what is allowed."""

from pathlib import Path

import pytest

from index.errors import SettingError, StoreError
from ui.keys import Keys
from ui.settings import (
    SECRETS,
    Settings,
    check_exposure,
    check_names,
    describe,
    is_loopback,
    parse,
)

FIXED = """ISNAD_DATA ISNAD_HOST ISNAD_PORT ISNAD_EMBEDDER ISNAD_RERANKER ISNAD_LLM
    ISNAD_LLM_BASE_URL ISNAD_LLM_API_KEY ISNAD_API_KEYS ISNAD_API_KEYS_FILE
    ISNAD_PUBLIC_URL ISNAD_MAX_UPLOAD_MB""".split()


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
        ("TRUSTED_PROXIES", "*"),
        ("TRUSTED_PROXIES", "proxy.example"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("SCOPE", "all"),
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
        ("LOG", "xml"),
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
    check_exposure(Settings(host="0.0.0.0", api_keys=("k" * 16,)))
    with pytest.raises(SettingError, match="ISNAD_API_KEYS"):
        check_exposure(Settings(host="0.0.0.0"))


def test_a_stored_key_is_one(tmp_path: Path) -> None:
    Keys(tmp_path).new("desk", "ask")
    check_exposure(Settings(host="0.0.0.0", data=tmp_path))
    (tmp_path / "keys.json").write_text("[{", "utf-8")
    with pytest.raises(StoreError, match=r"keys\.json"):
        check_exposure(Settings(host="0.0.0.0", data=tmp_path))


@pytest.mark.parametrize("open_", [True, False])
def test_short_keys_are_for_this_machine_alone(open_: bool) -> None:
    keys = ("long-enough-for-it", "shorter-than-16")
    check_exposure(Settings(host="127.0.0.1", api_keys=keys))
    with pytest.raises(SettingError, match="16 characters") as caught:
        check_exposure(Settings(host="0.0.0.0", api_keys=keys, open=open_))
    assert keys[1] not in str(caught.value)


# Secrets in files.


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    keys, model = tmp_path / "keys", tmp_path / "model"
    keys.write_text("\ufefffirst-key\r\nsecond-key, third-key\n\n", "utf-8")
    model.write_text("sk-secret\n", "utf-8")
    settings = Settings.from_environ(
        {"ISNAD_API_KEYS_FILE": str(keys), "ISNAD_LLM_API_KEY_FILE": str(model)}
    )
    assert settings.api_keys == ("first-key", "second-key", "third-key")
    assert settings.llm_api_key == "sk-secret"


def test_every_secret_has_a_variable_for_its_file() -> None:
    known = {setting.name for setting in describe()}
    assert {f"{name}_file" for name in SECRETS} <= known
    assert {name for name in known if name.endswith(("_key", "_keys"))} <= {*SECRETS}


@pytest.mark.parametrize(
    ("held", "said"),
    [(None, "No such file"), (b"", "is empty"), (b" \n", "is empty"), (b"\xff\xfe", "not UTF-8"),
     (b"k" * 100_000, "too large"), (b"two secret-words", "can't be used")],
)  # fmt: skip
def test_a_file_without_a_secret_is_named(tmp_path: Path, held: bytes | None, said: str) -> None:
    path = tmp_path / "keys"
    if held is not None:
        path.write_bytes(held)
    with pytest.raises(SettingError, match="ISNAD_API_KEYS") as caught:
        Settings.from_environ({"ISNAD_API_KEYS_FILE": str(path)})
    assert said in str(caught.value)
    assert "secret" not in str(caught.value).replace(str(path), "")


def test_a_secret_is_given_once(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a-key", "utf-8")
    environ = {"ISNAD_API_KEYS": "another", "ISNAD_API_KEYS_FILE": str(tmp_path / "keys")}
    with pytest.raises(SettingError, match="both set"):
        Settings.from_environ(environ)


# Names.


@pytest.mark.parametrize(
    ("name", "meant"),
    [("ISNAD_API_KEY", "ISNAD_API_KEYS"), ("ISNAD_HSOT", "ISNAD_HOST"),
     ("ISNAD_DATE", "ISNAD_DATA"), ("ISNAD_LLM_KEY", "ISNAD_LLM_API_KEY"),
     ("ISNAD_port", "ISNAD_PORT"), ("ISNAD_MAX_UPLOAD", "ISNAD_MAX_UPLOAD_MB"),
     ("ISNAD_XQZW", "--help"), ("ISNAD_", "--help")],
)  # fmt: skip
def test_a_misspelt_variable_is_said_with_what_it_means(name: str, meant: str) -> None:
    with pytest.raises(SettingError, match=name) as caught:
        check_names({"HOME": "/", name: "x"})
    assert f"{meant}?" in str(caught.value) or f"`isnad {meant}`" in str(caught.value)


def test_names_that_are_fine() -> None:
    every = {setting.variable: "x" for setting in describe()}
    check_names({**every, "NO_COLOR": "1", "ISNAD_NOTHING": "", "ISNAD_TEST_LLM": "x", "ISNA": "x"})
