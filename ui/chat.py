"""The chat page: a conversation beside its sources, laid out in Gradio."""

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr
from fastapi import FastAPI

from rag.answer import EXTRACTIVE
from rag.examples import examples
from ui.chat_frame import Frame, language_of
from ui.chat_pieces import shorten
from ui.chat_strings import STRINGS, Language
from ui.chat_turnstile import Takes, Turnstile
from ui.service import Service

EXAMPLES = 4
CHOICES = 200
"""Sources in the filter's list at once; typing into it finds the others."""
QUESTION_MAX = 2_000
"""Characters of a question, as the pipeline has it."""
Words = Callable[[str], Any]
"""Gives a string of the page, which Gradio then shows in the reader's language."""


def mount(app: FastAPI, service: Service) -> FastAPI:
    """Put the chat page at `/` of an application; call it last, since `/` takes what is left."""
    i18n = gr.I18n(
        ar={key: arabic for key, (arabic, _) in STRINGS.items()},
        en={key: english for key, (_, english) in STRINGS.items()},
    )
    page = build(service, i18n)
    # Gradio holds the paths it is sent against its own folder only where launch() ran.
    page.has_launched = True
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        enable_monitoring=False,
        mcp_server=False,
        i18n=i18n,
        theme=gr.themes.Base(font=["sans-serif"], font_mono=["monospace"]),
    )
    mounted: Any = app.routes[-1]
    functions = {
        number: Takes(len(each.inputs), each.collects_event_data)
        for number, each in page.fns.items()
        if each.fn is not None
    }
    mounted.app = Frame(Turnstile(mounted.app, functions))
    return app


def build(service: Service, words: Words) -> gr.Blocks:
    """The page's components and what they do."""
    page: gr.Blocks
    with gr.Blocks(analytics_enabled=False) as page:
        masthead(words)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                area("thread")
                with gr.Column(elem_id="examples"):
                    asked = [example() for _ in range(EXAMPLES)]
                chosen = composer(service, words)
            with gr.Column(elem_id="side"):
                area("article")
                with gr.Column(elem_id="library"):
                    library(service, words, [chosen, *asked])

        def load(request: gr.Request) -> list[Any]:
            return refreshed(service, language_of(request.headers))

        page.load(load, outputs=[chosen, *asked], queue=False, show_progress="hidden")
    return page


def area(name: str) -> None:
    """A place that the page's script fills."""
    gr.HTML(f'<div id="{name}"></div>', elem_id=f"{name}-box", apply_default_css=False)


def masthead(words: Words) -> None:
    """The name of the page, and the buttons that concern all of it."""
    with gr.Row(elem_id="masthead"):
        area("brand")
        for key in ("new", "sources", "other_language", "theme"):
            button = gr.Button(words(key), elem_id=f"do-{key}", size="sm", scale=0, min_width=0)
            button.click(fn=None, js=f"() => {{ isnad.act('{key}'); }}")


def example() -> gr.Button:
    """A button that asks its own text; hidden until there is one."""
    button = gr.Button("", visible=False, elem_classes="example")
    button.click(fn=None, inputs=[button], js="(text) => { isnad.ask(text); }")
    return button


def composer(service: Service, words: Words) -> gr.Dropdown:
    """Where the question is written; returns the filter by source."""
    with gr.Column(elem_id="composer"):
        with gr.Row(elem_id="question-row"):
            question = gr.Textbox(
                label=words("question"),
                show_label=False,
                container=False,
                placeholder=words("placeholder"),
                elem_id="question",
                lines=1,
                max_lines=6,
                max_length=QUESTION_MAX,
            )
            send = gr.Button(words("ask"), variant="primary", elem_id="send", scale=0, min_width=0)
            stop = gr.Button(words("stop"), elem_id="stop", scale=0, min_width=0)
        with gr.Row(elem_id="choices"):
            chosen = gr.Dropdown(
                [], label=words("filter"), multiselect=True, elem_id="filter", filterable=True
            )
            names = service.pipeline.answerers
            own = " · ".join(STRINGS[EXTRACTIVE])  # Gradio does not translate what can be chosen
            answerer = gr.Dropdown(
                [(own if name == EXTRACTIVE else name, name) for name in names],
                value=names[0],
                label=words("answerer"),
                elem_id="answerer",
                visible=len(names) > 1,
            )
    ask = "(text) => isnad.ask(text) ? '' : text"
    question.submit(fn=None, inputs=[question], outputs=[question], js=ask)
    send.click(fn=None, inputs=[question], outputs=[question], js=ask)
    stop.click(fn=None, js="() => { isnad.stop(); }")
    chosen.change(fn=None, inputs=[chosen], js="(names) => { isnad.sources = names || []; }")
    answerer.change(fn=None, inputs=[answerer], js="(name) => { isnad.answerer = name; }")

    def search(names: list[str] | None, typed: gr.KeyUpData) -> Any:
        if service.pipeline.index.number() <= CHOICES:
            return gr.skip()
        return gr.update(choices=choices(service, typed.input_value, names or []))

    chosen.key_up(
        search,
        inputs=[chosen],
        outputs=[chosen],
        preprocess=False,
        queue=False,
        show_progress="hidden",
    )
    return chosen


def library(service: Service, words: Words, shown: Sequence[Any]) -> None:
    """The list of sources, and the way to add to it; `shown` is what then changes elsewhere."""
    with gr.Row(elem_id="library-head"):
        area("library-title")
        # Its files go to POST /v1/sources: no component of Gradio takes any.
        gr.Button(words("add"), elem_id="add", size="sm", scale=0, min_width=0)
    area("progress")
    area("sources")
    again = gr.Button("", visible="hidden", elem_id="refresh")

    def refresh(names: list[str] | None, request: gr.Request) -> list[Any]:
        return refreshed(service, language_of(request.headers), names or [])

    again.click(
        refresh,
        inputs=[shown[0]],
        outputs=list(shown),
        preprocess=False,  # a source that was chosen may be one that has gone
        queue=False,
        show_progress="hidden",
    )


def refreshed(service: Service, language: Language, names: Sequence[str] = ()) -> list[Any]:
    """What the filter and the examples show now; `names` are the sources chosen so far."""
    asked = examples(service.pipeline, language, EXAMPLES)
    filled = [gr.update(value=one.question, visible=True) for one in asked]
    empty = [gr.update(value="", visible=False)] * (EXAMPLES - len(asked))
    still = [name for name in names if service.pipeline.index.find(name)]
    return [gr.update(choices=choices(service, "", still), value=still), *filled, *empty]


def choices(service: Service, typed: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """The sources that the filter offers, title and name: those chosen, and those that match."""
    index = service.pipeline.index
    kept = [document for document in map(index.find, names) if document is not None]
    found = [each for each in index.documents(typed, limit=CHOICES) if each not in kept]
    return [(shorten(document.title), document.source) for document in [*kept, *found]]
