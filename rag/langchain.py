"""Isnad for LangChain: a retriever of cited sentences and a tool that answers with citations."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Self

import httpx
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import ConfigDict, Field, SecretStr, model_validator

from index.errors import InputError, IsnadError
from rag.pipeline import Pipeline

TIMEOUT_S = 60.0
"""Seconds a remote Isnad may take; its language model, if it has one, is what takes them."""
MAX_K = 100
"""Sentences a search gives at most, over REST too."""
TOOL = "isnad"
DESCRIPTION = (
    "Answers a question (Arabic or English) from indexed Arabic news articles, in their own words,"
    " each statement with citations to the exact sentences. `answered` is false where the articles"
    " do not say."
)


class IsnadRetriever(BaseRetriever):
    """Sentences for a query, each a Document whose metadata says exactly where it stands.

    Over a local index (`pipeline=open_answerer(…)`) or a running service
    (`url="http://127.0.0.1:7860"`, with `api_key` where it wants one). The page content is the
    sentence, word for word. Metadata: `source`, `sentence` (its ordinal from 1), `start`, `end`
    (code points of the source's text) and `score`. Raises IsnadError: what is wrong with the
    query, or why the service can't be had.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    pipeline: Pipeline | None = None
    url: str = ""
    api_key: SecretStr = SecretStr("")
    k: int = Field(default=10, ge=1, le=MAX_K)
    timeout: float = Field(default=TIMEOUT_S, gt=0)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.pipeline is None) == (not self.url):
            raise ValueError("pass either pipeline=open_answerer(…) or url=…")
        return self

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 (LangChain passes it)
    ) -> list[Document]:
        if self.pipeline is not None:
            return [_document(hit.to_dict()) for hit in self.pipeline.search(query, self.k)]
        hits = self._post("/v1/search", {"query": query, "k": self.k}).get("hits", [])
        return [_document(hit) for hit in hits]

    def as_answer_tool(self) -> BaseTool:
        """A tool that puts a question to Isnad.

        Its content is the Answer object as JSON, its artifact the same as a dict. An error is
        told to the model, so that it can mend its question.
        """

        def ask(
            question: Annotated[str, "One question that stands by itself, of 2,000 characters."],
        ) -> tuple[str, dict[str, Any]]:
            try:
                answer = self._ask(question)
            except IsnadError as error:
                raise ToolException(str(error)) from error
            return json.dumps(answer, ensure_ascii=False), answer

        return StructuredTool.from_function(
            ask,
            name=TOOL,
            description=DESCRIPTION,
            response_format="content_and_artifact",
            handle_tool_error=True,
        )

    def _ask(self, question: str) -> dict[str, Any]:
        if self.pipeline is not None:
            return self.pipeline.ask(question).to_dict()
        return self._post("/v1/ask", {"question": question})

    def _post(self, route: str, body: dict[str, Any]) -> dict[str, Any]:
        address = self.url.rstrip("/") + route
        key = self.api_key.get_secret_value()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            reply = httpx.post(address, json=body, headers=headers, timeout=self.timeout)
            fields = reply.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise IsnadError(f"{address} can't be had: {error}") from error
        if not isinstance(fields, dict):
            raise IsnadError(f"{address} is not Isnad: it gives no JSON object")
        if reply.is_success:
            return fields
        reason = f"{address}: {fields.get('detail', reply.status_code)}"
        raise (InputError if reply.is_client_error else IsnadError)(reason)


def _document(hit: Mapping[str, Any]) -> Document:
    place = {name: value for name, value in hit.items() if name != "quote"}
    return Document(page_content=hit["quote"], metadata=place)
