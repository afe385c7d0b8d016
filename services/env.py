"""Settings from the environment (prefix `MESA_`), read once at the start; a wrong value stops it with one line."""

import re
import secrets
import sys
from contextlib import suppress
from email.utils import parseaddr
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_MAIL = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+@[\w.-]+", re.ASCII)


class Environment(BaseSettings):
    """See the configuration table in README.md for what each means."""

    model_config = SettingsConfigDict(env_prefix='MESA_', frozen=True, extra='ignore')

    host: str = '127.0.0.1'
    port: int = Field(default=8080, ge=0, le=65535)
    base_url: str = 'http://127.0.0.1:8080'
    database_url: str = ''
    data_dir: Path = Path('data')
    secret: str = ''
    smtp_url: str = ''
    mail_from: str = 'Mesa Viva <mesa@localhost>'
    imap_url: str = ''
    lmtp_listen: str = ''
    language: Literal['es', 'en', 'pt'] = 'es'
    time_zone: str = 'America/Guayaquil'
    demo: bool = False
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    max_upload_mb: int = Field(default=25, ge=1, le=2048)
    log_format: Literal['text', 'json'] = 'text'
    process_name: str = ''

    @field_validator('trusted_proxies', mode='before')
    @classmethod
    def _addresses(cls, value: object) -> object:
        return tuple(value.replace(',', ' ').split()) if isinstance(value, str) else value

    @field_validator('trusted_proxies')
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in value:
            try:
                ip_network(proxy, strict=False)
            except ValueError as wrong:
                raise ValueError(f'“{proxy}” is neither an address nor a network such as 10.0.0.0/8') from wrong
        return value

    @field_validator('mail_from')
    @classmethod
    def _sender(cls, value: str) -> str:
        if not _MAIL.fullmatch(parseaddr(value)[1]):
            raise ValueError('must look like Mesa Viva <desk@example.com>; a name with a comma stands in "quotes"')
        return value

    @field_validator('base_url')
    @classmethod
    def _origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ('http', 'https') or not parts.hostname or parts.path.strip('/') or parts.query:
            raise ValueError('must look like https://desk.example.com, without a path')
        return f'{parts.scheme}://{parts.netloc}'

    @field_validator('time_zone')
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise ValueError('is not the name of a time zone, such as America/Guayaquil') from unknown
        return value

    @field_validator('database_url')
    @classmethod
    def _database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ('sqlite', 'postgres', 'postgresql'):
            raise ValueError('must start with sqlite:// or postgres://')
        return value

    @field_validator('smtp_url')
    @classmethod
    def _smtp(cls, value: str) -> str:
        parts = urlsplit(value)
        try:
            has_port = parts.port != 0
        except ValueError:
            has_port = False
        is_known = parts.scheme in ('smtp', 'smtps', 'smtp+starttls')
        if value and not (is_known and parts.hostname and has_port):
            raise ValueError('must look like smtp://user:pass@host:port, smtps:// or smtp+starttls://')
        return value

    @model_validator(mode='after')
    def _derived(self) -> Self:
        if not self.database_url:
            object.__setattr__(self, 'database_url', f'sqlite://{self.data_dir}/mesa.sqlite3')
        return self

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith('https://')

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith('sqlite')

    @property
    def uploads(self) -> Path:
        return self.data_dir / 'uploads'


@cache
def env() -> Environment:
    """The settings of this process.

    Stops the program with one line per wrong value.
    """
    try:
        return Environment()
    except ValidationError as wrong:
        for problem in wrong.errors():
            name = 'MESA_' + str(problem['loc'][0]).upper()
            print(f'{name}: {problem["msg"].removeprefix("Value error, ")}', file=sys.stderr)
        raise SystemExit(2) from None


@cache
def secret() -> bytes:
    """The key that signs what leaves the desk (Message-IDs, links): MESA_SECRET, or one made and kept in DATA_DIR."""
    if env().secret:
        return env().secret.encode()
    kept = env().data_dir / 'secret'
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        new = kept.with_name(f'secret.{secrets.token_hex(8)}')
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(32), encoding='ascii')
        with suppress(FileExistsError):  # of processes that start together, the first one's holds
            kept.hardlink_to(new)
        new.unlink()
    return kept.read_bytes().strip()
