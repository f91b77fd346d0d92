"""The bundle of an answer and its Web Annotations, as the REST documentation shows them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ui.schemas import Answer


class Generator(BaseModel):
    """What made a bundle."""

    name: Literal["Isnad"]
    version: str


class Body(BaseModel):
    """A statement of the answer."""

    type: Literal["TextualBody"]
    value: str
    format: Literal["text/plain"]


class TextPositionSelector(BaseModel):
    """Where a quote stands, in Unicode code points of the source."""

    type: Literal["TextPositionSelector"]
    start: int
    end: int


class TextQuoteSelector(BaseModel):
    """A quote, with what stood before and after it where that is known."""

    type: Literal["TextQuoteSelector"]
    exact: str
    prefix: str = ""
    suffix: str = ""


class Target(BaseModel):
    """A sentence of a source."""

    type: Literal["SpecificResource"]
    source: str = Field(description="The address of the source's page.")
    selector: tuple[TextPositionSelector, TextQuoteSelector]


class Annotation(BaseModel):
    """A citation as a W3C Web Annotation: the statements it carries, and the sentence."""

    model_config = ConfigDict(populate_by_name=True)

    context: Literal["http://www.w3.org/ns/anno.jsonld"] = Field(alias="@context")
    id: str
    type: Literal["Annotation"]
    motivation: Literal["describing", "highlighting"]
    body: list[Body] = []
    target: Target


class SourceDigest(BaseModel):
    """A source by its name and the sha256 of its bytes when it was quoted."""

    source: str
    sha256: str


class Bundle(BaseModel):
    """An answer with all that anybody needs to check it: `isnad verify` reads it."""

    type: Literal["isnad-bundle"]
    version: Literal[1] = Field(description="Of the format.")
    generator: Generator
    answer: Answer
    annotations: list[Annotation] = Field(
        description="One for each citation; of a refusal, for each of `nearest`."
    )
    sources: list[SourceDigest]
    sha256: str = Field(description="Of all the rest, as compact JSON with sorted keys, in ASCII.")
