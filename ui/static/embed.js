/* <isnad-ask>: asks an Isnad server from any page, and shows its answer with the sentences behind
   it. Attributes: lang (ar, en, auto), sources (names, separated by commas, or a JSON list),
   theme (light, dark, auto), placeholder. Where the server wants a key, the page may set the
   property `key`, which its readers can see. Text comes in as text nodes only, style by a
   constructed sheet: it needs no more of a Content-Security-Policy than script-src and
   connect-src. */
(() => {
  'use strict';
  const own = document.currentScript || document.querySelector('script[src*="embed.js"]');
  const HOME = new URL('.', (own && own.src) || location.href);
  const LONGEST = 2000;

  const WORDS = {
    ar: {
      title: 'اسأل المقالات', ask: 'اسأل', stop: 'أوقف', hint: 'اكتب سؤالًا…', busy: 'يبحث في المقالات…',
      done: 'ظهر الجواب.', none: 'ليس في المصادر.', nearest: 'أقرب الجمل', short: 'باختصار:', open: 'افتح المصدر',
      chip: (n, source, s) => `الشاهد ${n}: ${source}، الجملة ${s}`,
      place: (s) => `الجملة ${s}`,
      agree: (n) => n === 2 ? 'مصدران متفقان' : n < 11 ? `${n} مصادر متفقة` : `${n} مصدرًا متفقًا`,
      number: 'تختلف الجمل في عدد', date: 'تختلف الجمل في تاريخ', name: 'تختلف الجمل في اسم',
      supported: 'صاغه نموذج لغوي وروجع على مصادره', unsupported: 'لا يسنده أي مصدر',
      unsure: 'قد يكون هذا الجواب: تحقق من النص', key: 'هذا الخادم يطلب مفتاحًا.',
      bad: 'اكتب سؤالًا فيه كلمة على الأقل.', fast: 'أسئلة كثيرة: انتظر قليلًا ثم أعد السؤال.',
      by: 'المجيب:', extractive: 'نصوص المقالات',
      lost: 'تعذّر الوصول إلى الخادم. حاول مجددًا.', broken: 'انقطع الجواب. حاول مجددًا.',
    },
    en: {
      title: 'Ask the articles', ask: 'Ask', stop: 'Stop', hint: 'Write a question…',
      busy: 'Looking in the articles…', done: 'The answer is here.', none: 'Not in the sources.',
      nearest: 'Nearest sentences', short: 'In short:', open: 'Open the source',
      chip: (n, source, s) => `Citation ${n}: ${source}, sentence ${s}`,
      place: (s) => `sentence ${s}`,
      agree: (n) => `${n} sources agree`,
      number: 'The sentences differ on a number', date: 'The sentences differ on a date',
      name: 'The sentences differ on a name',
      supported: 'Written by a model, checked on its sources', unsupported: 'No source supports this',
      unsure: 'This may be the answer: check the text', key: 'This server asks for a key.',
      bad: 'Write a question with at least one word.', fast: 'Too many questions: wait a little.',
      by: 'Answered by', extractive: 'the articles’ sentences',
      lost: 'The server could not be reached. Try again.', broken: 'The answer broke off. Try again.',
    },
  };
  const FAIR = 0.533; // of rag/confidence.py

  const STYLE = `
:host { display: block; --ink: #1b2421; --soft: #55605c; --paper: #fdfdfb; --line: #c9d1cc;
  --accent: #0b5c4c; --on: #fff; --wash: #eaf2ef; --mark: #ffe58a; --warn: #8a3b00;
  color-scheme: light; }
:host([hidden]) { display: none; }
:host([theme=dark]) { --ink: #e7ece9; --soft: #a5b1ac; --paper: #141a18; --line: #44514b;
  --accent: #7fd6bf; --on: #0c201b; --wash: #20302b; --mark: #6b5200; --warn: #ffb37a;
  color-scheme: dark; }
@media (prefers-color-scheme: dark) {
  :host(:not([theme=light])) { --ink: #e7ece9; --soft: #a5b1ac; --paper: #141a18; --line: #44514b;
    --accent: #7fd6bf; --on: #0c201b; --wash: #20302b; --mark: #6b5200; --warn: #ffb37a;
    color-scheme: dark; }
}
* { box-sizing: border-box; }
section { background: var(--paper); color: var(--ink); border: 1px solid var(--line);
  border-radius: .75rem; padding: 1rem; text-align: start; line-height: 1.8;
  font-family: "Noto Naskh Arabic", "Noto Sans Arabic", "SF Arabic", "Geeza Pro", "Segoe UI",
    Tahoma, system-ui, sans-serif; overflow-wrap: anywhere; }
form { display: flex; gap: .5rem; flex-wrap: wrap; }
input, button { font: inherit; color: inherit; border-radius: .5rem; min-block-size: 2.75rem; }
input { flex: 1 1 12rem; min-inline-size: 0; padding: .25rem .75rem; background: transparent;
  border: 1px solid var(--soft); }
input::placeholder { color: var(--soft); opacity: 1; }
[dir=rtl] input:placeholder-shown { direction: rtl; }
button { cursor: pointer; border: 1px solid var(--accent); padding: .25rem 1rem;
  background: var(--accent); color: var(--on); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
blockquote { margin: 1rem 0 .25rem; padding-inline-start: .75rem; font-size: 1.1em;
  border-inline-start: 3px solid var(--accent); }
mark { background: var(--mark); color: inherit; border-radius: .2em; }
.chip { min-block-size: 1.75rem; min-inline-size: 1.75rem; padding: 0 .5rem; margin-inline-end: .35rem;
  background: var(--wash); color: var(--accent); font-weight: 700; line-height: 1.4; }
.chip[aria-expanded=true] { background: var(--accent); color: var(--on); }
.sentence { background: var(--wash); border-radius: .5rem; padding: .5rem .75rem; margin-block: .5rem; }
.sentence p { margin: 0; }
.short bdi { font-weight: 700; }
.nearest { padding: 0; list-style: none; margin: 0; }
a { color: var(--accent); }
.note { margin: .25rem 0; font-size: .9em; color: var(--soft); }
.warn { color: var(--warn); }
[role=status]:empty { display: none; }
.hide { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
@media (forced-colors: active) { .chip, section, .sentence { border: 1px solid; } }
`;

  let sheet;
  function style() {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
    }
    return sheet;
  }

  /* An element with attributes; the children are elements or text, which is never read as HTML. */
  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function letters(text) {
    return /[\u0600-\u08ff]/.test(text) ? 'ar' : 'en';
  }

  /* The text with the words that answer marked; the offsets count code points. */
  function marked(text, highlight) {
    const points = Array.from(text);
    const parts = [];
    let done = 0;
    for (const [start, end] of [...(highlight || [])].sort((a, b) => a[0] - b[0])) {
      if (start < done || end <= start || end > points.length) continue;
      parts.push(points.slice(done, start).join(''));
      parts.push(make('mark', null, points.slice(start, end).join('')));
      done = end;
    }
    parts.push(points.slice(done).join(''));
    return parts;
  }

  /* The events of a stream of server-sent events, as [name, data]. */
  async function* events(body) {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let kept = '';
    for (;;) {
      const { done, value } = await reader.read();
      kept += decoder.decode(value || new Uint8Array(), { stream: !done });
      const blocks = kept.split('\n\n');
      kept = blocks.pop();
      for (const block of blocks) {
        const fields = { event: '', data: '' };
        for (const line of block.split('\n')) {
          const at = line.indexOf(': ');
          if (at > 0) fields[line.slice(0, at)] = line.slice(at + 2);
        }
        if (fields.data) yield [fields.event, JSON.parse(fields.data)];
      }
      if (done) return;
    }
  }

  class IsnadAsk extends HTMLElement {
    static observedAttributes = ['lang', 'language', 'placeholder'];

    #root = this.attachShadow({ mode: 'open' });
    #running = null;
    #count = 0;

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [style()];
      this.input = make('input', {
        id: 'question', name: 'question', type: 'text', dir: 'auto', maxlength: LONGEST,
        autocomplete: 'off', enterkeyhint: 'send', required: '',
      });
      this.label = make('label', { for: 'question', class: 'hide' });
      this.button = make('button', { type: 'submit' });
      this.form = make('form', { role: 'search' }, this.label, this.input, this.button);
      this.status = make('p', { role: 'status', class: 'note' });
      this.output = make('div', { class: 'answer', 'aria-live': 'polite' });
      this.box = make('section', null, this.form, this.status, this.output);
      this.#root.append(this.box);
      this.form.addEventListener('submit', (event) => {
        event.preventDefault();
        if (this.#running) this.#stop();
        else this.ask(this.input.value);
      });
      this.box.addEventListener('keydown', (event) => this.#key(event));
    }

    connectedCallback() { this.#dress(); }
    disconnectedCallback() { this.#stop(); }
    attributeChangedCallback() { if (this.isConnected) this.#dress(); }

    /* The language of the frame: the attribute's, else the page's, else the reader's. */
    get frame() {
      const outer = this.parentElement && this.parentElement.closest('[lang]');
      const named = [this.getAttribute('language'), this.getAttribute('lang'),
        outer && outer.getAttribute('lang'), navigator.language];
      for (const one of named) {
        const found = (one || '').slice(0, 2).toLowerCase();
        if (found === 'ar' || found === 'en') return found;
      }
      return 'ar';
    }

    /* The names the question is narrowed to, or null. */
    get sources() {
      const named = (this.getAttribute('sources') || '').trim();
      if (!named) return null;
      if (named.startsWith('[')) {
        try { return JSON.parse(named).map(String); } catch { return [named]; }
      }
      return named.split(',').map((one) => one.trim()).filter(Boolean);
    }

    /* Ask, and show what comes; a question that still runs is stopped. */
    async ask(question) {
      const text = String(question || '').trim();
      if (!text) { this.input.focus(); return; }
      this.#stop();
      if (!/[\p{L}\p{N}]/u.test(text)) { this.#fail(this.words.bad); return; }
      const running = new AbortController();
      this.#running = running;
      this.input.value = text;
      this.output.replaceChildren();
      this.output.setAttribute('aria-busy', 'true');
      this.#dress();
      this.#say(this.words.busy);
      try {
        await this.#stream(text, running.signal);
      } catch (error) {
        if (!running.signal.aborted) this.#fail(error.words || this.words.lost);
      }
      if (this.#running === running) this.#rest();
    }

    async #stream(question, signal) {
      const body = { question, stream: true };
      if (this.sources) body.sources = this.sources;
      const headers = { 'Content-Type': 'application/json' };
      if (this.key) headers.Authorization = `Bearer ${this.key}`;
      const response = await fetch(new URL('v1/ask', HOME), {
        method: 'POST', signal, headers, body: JSON.stringify(body),
      });
      if (!response.ok) throw this.#refused(response.status, await response.json().catch(() => ({})));
      const citations = new Map();
      const shown = [];
      for await (const [name, data] of events(response.body)) {
        if (signal.aborted) return;
        if (name === 'citation') citations.set(data.id, data);
        if (name === 'statement') {
          shown.push(data);
          this.output.append(this.#statement(data, citations));
        }
        if (name === 'error') throw this.#refused(data.status, data);
        if (name === 'done') {
          this.#finish(data, shown);
          return;
        }
      }
      throw Object.assign(new Error('broken off'), { words: this.words.broken });
    }

    /* The whole answer: what streaming could not tell yet, or a refusal. */
    #finish(answer, shown) {
      if (!answer.answered) {
        this.output.replaceChildren(this.#refusal(answer));
        this.#say(this.words.none);
      } else {
        if (JSON.stringify(shown) !== JSON.stringify(answer.statements)) {
          const citations = new Map(answer.citations.map((one) => [one.id, one]));
          this.output.replaceChildren(
            ...answer.statements.map((one) => this.#statement(one, citations)));
        }
        if (answer.short) {
          this.output.prepend(make('p', { class: 'short', part: 'short' },
            `${this.words.short} `, make('bdi', null, answer.short.text)));
        }
        for (const agreement of answer.agreement) {
          if (answer.statements[agreement.statement].support !== 'unsupported') this.#agree(agreement);
        }
        if (answer.confidence < FAIR) {
          this.output.append(make('p', { class: 'note warn' }, this.words.unsure));
        }
        this.#say(this.words.done);
      }
      if (answer.note) this.output.append(make('p', { class: 'note warn', dir: 'auto' }, answer.note));
      const name = answer.answerer === 'extractive' ? this.words.extractive : answer.answerer;
      this.output.append(make('p', { class: 'note' }, `${this.words.by} `, make('bdi', {}, name)));
      this.dispatchEvent(
        new CustomEvent('isnad-answer', { detail: answer, bubbles: true, composed: true }));
    }

    #statement(statement, citations) {
      const text = statement.text;
      const said = make('article', { part: 'statement' },
        make('blockquote', { dir: 'auto', lang: letters(text), part: 'quote' },
          ...marked(text, statement.highlight)));
      if (statement.support !== 'verbatim') {
        const warn = statement.support === 'unsupported' ? ' warn' : '';
        said.append(make('p', { class: 'note' + warn }, this.words[statement.support] || ''));
      }
      const chips = make('div', { class: 'chips' });
      const panels = [];
      for (const number of statement.citations) {
        const citation = citations.get(number);
        if (!citation) continue;
        const id = `sentence-${this.#count += 1}`;
        const panel = this.#sentence(citation, id);
        panel.hidden = true;
        const label = this.words.chip(number, citation.source, citation.sentence);
        const chip = make('button', {
          type: 'button', class: 'chip', part: 'chip', 'aria-expanded': 'false', 'aria-controls': id,
          'aria-label': label, title: label,
        }, String(number));
        chip.addEventListener('click', () => {
          panel.hidden = !panel.hidden;
          chip.setAttribute('aria-expanded', String(!panel.hidden));
        });
        chips.append(chip);
        panels.push(panel);
      }
      said.append(chips, ...panels);
      return said;
    }

    /* A cited sentence where it stands, with the way to its article. */
    #sentence(citation, id) {
      const link = make('a', { target: '_blank', rel: 'noopener' }, this.words.open);
      const address = new URL(citation.url, HOME);
      if (/^https?:$/.test(address.protocol)) link.href = address.href;
      const quote = citation.quote;
      return make('div', { class: 'sentence', part: 'sentence', ...(id ? { id } : {}) },
        make('p', { dir: 'auto', lang: letters(quote) }, quote),
        make('p', { class: 'note' }, make('bdi', null, citation.source), ' · ',
          this.words.place(citation.sentence), ' · ', link));
    }

    #agree(agreement) {
      const said = this.output.querySelectorAll('article')[agreement.statement];
      if (!said) return;
      if (agreement.sources > 1) {
        said.append(make('p', { class: 'note' }, this.words.agree(agreement.sources)));
      }
      for (const difference of agreement.differences) {
        const line = make('p', { class: 'note warn' }, `${this.words[difference.kind]}: `);
        difference.values.forEach((value, at) => line.append(
          at ? ' · ' : '', make('bdi', null, value.text), ` ${value.citations.map((n) => `[${n}]`).join('')}`));
        said.append(line);
      }
    }

    #refusal(answer) {
      const said = make('article', { part: 'refusal' },
        make('p', { dir: 'auto', lang: answer.language }, answer.text));
      if (answer.nearest.length) {
        said.append(make('p', { class: 'note' }, this.words.nearest), make('ul', { class: 'nearest' },
          ...answer.nearest.map((one) => make('li', null, this.#sentence(one)))));
      }
      return said;
    }

    /* What the server said against a question, in the reader's words where we have them. */
    #refused(status, problem) {
      const known = { 401: 'key', 429: 'fast' }[status];
      const words = known ? this.words[known] : problem.detail || this.words.lost;
      return Object.assign(new Error(String(status)), { words });
    }

    #key(event) {
      if (event.key !== 'Escape') return;
      const chip = [...this.output.querySelectorAll('.chip[aria-expanded=true]')].pop();
      if (chip) {
        chip.click();
        chip.focus();
        event.stopPropagation();
      } else if (this.#running) this.#stop();
    }

    #stop() {
      if (!this.#running) return;
      this.#running.abort();
      this.#say('');
      this.#rest();
    }

    #rest() {
      this.#running = null;
      this.output.removeAttribute('aria-busy');
      this.#dress();
    }

    #fail(words) {
      this.#say('');
      this.output.replaceChildren(make('p', { role: 'alert', class: 'warn' }, words));
    }

    #say(words) {
      this.status.textContent = words;
      this.status.classList.toggle('hide', words === this.words.done || words === this.words.none);
    }

    /* The frame's words and direction. */
    #dress() {
      const language = this.frame;
      this.words = WORDS[language];
      this.box.lang = language;
      this.box.dir = language === 'ar' ? 'rtl' : 'ltr';
      this.box.setAttribute('aria-label', this.words.title);
      this.label.textContent = this.words.title;
      this.input.placeholder = this.getAttribute('placeholder') || this.words.hint;
      this.button.textContent = this.#running ? this.words.stop : this.words.ask;
    }
  }

  if (!customElements.get('isnad-ask')) customElements.define('isnad-ask', IsnadAsk);
})();
