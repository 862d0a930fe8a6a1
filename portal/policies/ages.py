"""Ages as a pack writes them: bands, or names of groups of bands."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from portal.policies.kinds import AgeBand, bands_of


def _bands(value: Any) -> Any:
    return bands_of(value) if isinstance(value, list) else value


def _some(bands: tuple[AgeBand, ...]) -> tuple[AgeBand, ...]:
    if not bands:
        raise ValueError("this covers no age: name one, or write `everybody`")
    return bands


Bands = Annotated[tuple[AgeBand, ...], BeforeValidator(_bands)]
SomeBands = Annotated[Bands, AfterValidator(_some)]
