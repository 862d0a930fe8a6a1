"""Typed settings, from the environment only, prefix CANDOUR_.

A default stands here only where it is right in production and public. Anything else has none, and the app refuses to
start and says which name is missing.
"""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from portal.core.addresses import is_on_this_machine, wrong_with
from portal.core.errors import PortalError
from portal.notifications.addresses import mail_address
from portal.notifications.smtp import wants_starttls

SCHEMES = {
    "database_url": ("sqlite", "postgresql", "postgresql+psycopg"),
    "keys_url": ("sqlite", "postgresql", "postgresql+psycopg"),
    "files_url": ("file", "s3"),
    "queue_url": ("sqlite", "redis", "rediss", "postgresql"),
    "public_url": ("http", "https"),
    "exit_url": ("https",),
    "text_url": ("http", "https"),
}
MAIL_SERVERS = ("smtp", "smtps")
MAY_BE_EMPTY = frozenset({"exit_url", "text_url"})


class BadSettings(PortalError):
    """The environment does not say enough to start safely. The message lists every name that is missing or wrong."""


class Settings(BaseSettings):
    """Everything that differs between two installations."""

    model_config = SettingsConfigDict(env_prefix="CANDOUR_", extra="forbid")

    pack: Path = Field(description="folder of the organisation's content")
    database_url: str = Field(description="the business database")
    keys_url: str = Field(description="the key store: a separate database, with its own short back-ups")
    master_key: SecretStr | None = Field(default=None, description="base64 of 32 bytes; several, newest first")
    master_key_file: Path | None = Field(
        default=None, validate_default=True, description="a file that holds the same as CANDOUR_MASTER_KEY"
    )
    secret_key: SecretStr = Field(description="signs form tokens")
    files_url: str = Field(description="where sealed files lie")
    queue_url: str = Field(description="what wakes the workers")
    public_url: str = Field(description="the address young people see")
    exit_url: str = Field(default="", description="where Exit goes; empty: the pack says")
    smtp_url: SecretStr | None = Field(default=None, description="the mail server; empty: no e-mail is sent or offered")
    mail_from: str = Field(default="", description="the address e-mail comes from; its name says nothing")
    text_url: str = Field(default="", description="where text messages are posted; empty: none is sent or offered")
    text_token: SecretStr = Field(default=SecretStr(""), description="what the provider of text messages knows us by")
    review_months: int = Field(default=3, ge=1, le=12, description="months from one access review to the next")
    undo_minutes: float = Field(
        default=30, ge=0, le=240, description="minutes in which a release of an answer can be taken back"
    )
    hold_one_in: int = Field(
        default=4,
        ge=0,
        le=100,
        description="of so many answers about sharing, a lead looks at one; 0: chance picks none",
    )
    not_yet_days: int = Field(default=28, ge=1, le=90, description='days until a "not yet" is looked at again, at most')
    trusted_proxies: int = Field(default=0, ge=0, description="how many proxies of your own stand before the portal")

    @field_validator(*SCHEMES)
    @classmethod
    def _is_an_address(cls, value: str, info: ValidationInfo) -> str:
        name = info.field_name or ""
        if wrong := (value or name not in MAY_BE_EMPTY) and wrong_with(value, SCHEMES[name]):
            raise ValueError(wrong)
        return value

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        url = value.get_secret_value()
        if wrong := wrong_with(url, MAIL_SERVERS):
            raise ValueError(wrong)
        parts = urlsplit(url)
        if not (parts.scheme == "smtps" or wants_starttls(parts) or is_on_this_machine(url)):
            raise ValueError("has to end in ?starttls=1 or start with smtps: what it carries is private")
        return value

    @field_validator("text_url")
    @classmethod
    def _is_private(cls, value: str) -> str:
        if value.startswith("http:") and not is_on_this_machine(value):
            raise ValueError("has to start with https: what it carries is private")
        return value

    @model_validator(mode="after")
    def _can_send(self) -> "Settings":
        if self.smtp_url and mail_address(self.mail_from) is None:
            raise ValueError("CANDOUR_MAIL_FROM has to be an e-mail address, because CANDOUR_SMTP_URL is set")
        if self.text_url and not self.text_token.get_secret_value():
            raise ValueError("CANDOUR_TEXT_TOKEN has to be set, because CANDOUR_TEXT_URL is")
        return self

    @field_validator("secret_key")
    @classmethod
    def _is_long_enough(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:  # noqa: PLR2004  # 32 characters of hex are 128 bits
            raise ValueError("has to be at least 32 characters")
        return value

    @field_validator("keys_url")
    @classmethod
    def _is_a_store_of_its_own(cls, value: str, info: ValidationInfo) -> str:
        if _with_driver(value) == _with_driver(info.data.get("database_url", "")):
            raise ValueError("has to be another database than CANDOUR_DATABASE_URL")
        return value

    @field_validator("master_key_file")
    @classmethod
    def _is_the_only_master_key(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if "master_key" in info.data and (info.data["master_key"] is None) == (value is None):
            raise ValueError("set exactly one of CANDOUR_MASTER_KEY and CANDOUR_MASTER_KEY_FILE")
        return value

    @property
    def sqlalchemy_url(self) -> str:
        """The business database, with the driver that is installed."""
        return _with_driver(self.database_url)

    @property
    def sqlalchemy_keys_url(self) -> str:
        """The key store, with the driver that is installed."""
        return _with_driver(self.keys_url)

    def master_keys(self) -> str:
        """The text of the master keys. Raises BadSettings when the file cannot be read."""
        if self.master_key is not None:
            return self.master_key.get_secret_value()
        assert self.master_key_file is not None  # noqa: S101  # the validator above saw to it
        try:
            return self.master_key_file.read_text()
        except OSError as error:
            raise BadSettings(
                f"CANDOUR_MASTER_KEY_FILE cannot be read ({error.strerror}). Put the key file back, then start again."
            ) from None
        except UnicodeDecodeError:
            raise BadSettings("CANDOUR_MASTER_KEY_FILE holds no text. Give the file with the master key.") from None


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def read_settings() -> Settings:
    """The settings of this process. Raises BadSettings that names every setting that is missing or wrong."""
    try:
        return Settings()  # type: ignore[call-arg]  # they come from the environment
    except ValidationError as error:
        raise BadSettings("Candour cannot start.\n" + "\n".join(_problem(e) for e in error.errors())) from None


def _problem(error: object) -> str:
    """One line for one wrong setting. Shows the name and the rule, never the value: it may be a secret."""
    where = error["loc"]  # type: ignore[index]
    name = f"CANDOUR_{str(where[0]).upper()}" if where else "The settings"
    text = "is missing" if error["type"] == "missing" else str(error["msg"]).removeprefix("Value error, ")  # type: ignore[index]
    about = Settings.model_fields[where[0]].description if where and where[0] in Settings.model_fields else ""
    return f"  {name}: {text}" + (f" ({about})" if about else "")
