"use strict";
/* The chat page's script: asks, draws what the server sends, opens articles at a sentence.
   Every text arrives escaped in the server's HTML, or is set as text. */
window.isnad = (() => {
  const root = document.documentElement;
  const words = window.isnadStrings || {};
  const language = root.lang === "en" ? "en" : "ar";
  const narrow = window.matchMedia("(max-width: 900px)");
  const KEY = "isnad_conversation";
  const YEAR = 31536000;
  const HISTORY = 20; // messages that go with a question
  const MESSAGE = 8000; // characters of each
  const page = { sources: [], answerer: null };
  let running = null; // the AbortController of the question being answered
  let opener = null; // what opened the source pane, to give the focus back
  let memory = ""; // the conversation's id where the browser keeps nothing

  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  function make(tag, attributes = {}, text = "") {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  /* What the browser remembers: the conversation's id, and in cookies language and theme. */

  function conversation(fresh = false) {
    let id = memory;
    try { id = localStorage.getItem(KEY) || id; } catch { /* storage is off */ }
    if (fresh || !/^[0-9a-f]{32}$/.test(id || "")) {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      id = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      try { localStorage.setItem(KEY, id); } catch { /* storage is off */ }
    }
    memory = id;
    return id;
  }

  function setCookie(name, value) {
    document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
  }

  /* Talking to the server. */

  async function call(path, options = {}) {
    let answer;
    try {
      answer = await fetch(path, { credentials: "same-origin", ...options });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Error(words.no_answer);
    }
    if (answer.status === 401) throw new Error(words.signed_out);
    if (answer.status === 403) throw new Error(words.only_asks);
    return answer;
  }

  async function post(path, body, options = {}) {
    const answer = await call(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      ...options,
    });
    if (answer.status === 422) throw new Error(words.bad_question);
    return answer;
  }

  function tell(text) {
    const live = one("#live");
    live.textContent = text;
    live.classList.add("shown");
    clearTimeout(tell.timer);
    tell.timer = setTimeout(() => live.classList.remove("shown"), 4000);
  }

  /* The conversation. */

  function ask(text, replaced = null) {
    const question = text.trim();
    if (!question || running) return false;
    if (!/[\p{L}\p{N}]/u.test(question)) {
      tell(words.bad_question);
      return false;
    }
    const turn = make("article", { class: "turn" });
    if (replaced) replaced.replaceWith(turn);
    else one("#thread").append(turn);
    one("#welcome")?.remove();
    document.body.classList.remove("fresh");
    answer(turn, question);
    return true;
  }

  function history(before) {
    const messages = [];
    for (const turn of all("#thread .turn")) {
      if (turn === before) break;
      const answered = one(".answer[data-text]", turn);
      if (!answered) continue;
      const question = answered.dataset.question;
      messages.push({ role: "user", content: question.slice(0, MESSAGE) });
      messages.push({ role: "assistant", content: answered.dataset.text.slice(0, MESSAGE) });
    }
    return messages.slice(-HISTORY);
  }

  async function answer(turn, question) {
    running = new AbortController();
    document.body.classList.add("busy");
    one("#thread").setAttribute("aria-busy", "true");
    turn.append(make("h2", { class: "question", dir: "auto" }, question));
    turn.append(make("p", { class: "note waiting" }, words.searching));
    turn.scrollIntoView({ block: "start" });
    try {
      const body = {
        question, language, conversation: conversation(), history: history(turn),
        sources: page.sources, answerer: page.answerer,
      };
      const reply = await post("/chat/ask", body, { signal: running.signal });
      let done = false;
      for await (const event of lines(reply)) {
        if (event.error) throw new Error(event.error);
        turn.innerHTML = event.html;
        done = Boolean(event.done);
      }
      if (!done) throw new Error(words.failed_answer);
      turn.scrollIntoView({ block: "start" });
    } catch (error) {
      const stopped = error.name === "AbortError";
      broken(turn, question, stopped ? words.stopped : error.message || words.failed_answer);
    } finally {
      running = null;
      document.body.classList.remove("busy");
      one("#thread").setAttribute("aria-busy", "false");
    }
  }

  async function* lines(reply) {
    if (!reply.ok || !reply.body) throw new Error(words.failed_answer);
    const reader = reply.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      let part;
      try {
        part = await reader.read();
      } catch (error) {
        throw error.name === "AbortError" ? error : new Error(words.no_answer);
      }
      rest += decoder.decode(part.value || new Uint8Array(), { stream: !part.done });
      const whole = rest.split("\n");
      rest = whole.pop();
      for (const text of whole) if (text) yield JSON.parse(text);
      if (part.done) return;
    }
  }

  function broken(turn, question, message) {
    turn.replaceChildren(
      make("h2", { class: "question", dir: "auto" }, question),
      make("p", { class: "note failure", dir: "auto" }, message),
      make("button", { type: "button", class: "again", "data-action": "retry" }, words.retry),
    );
  }

  async function restore() {
    const reply = await call(`/chat/conversations/${conversation()}?language=${language}`);
    const html = reply.ok ? await reply.text() : "";
    if (!html.trim() || one("#thread .turn")) return welcome();
    one("#thread").innerHTML = html;
    document.body.classList.remove("fresh");
    one("#thread .turn:last-child")?.scrollIntoView({ block: "start" });
  }

  function welcome() {
    if (one("#thread .turn") || one("#welcome")) return;
    const box = make("div", { id: "welcome" });
    box.append(make("h2", {}, words.welcome), make("p", {}, words.welcome_text));
    one("#thread").append(box);
    document.body.classList.add("fresh");
  }

  function renew() {
    stop();
    conversation(true);
    one("#thread").replaceChildren();
    welcome();
    library();
    one("#question textarea").focus();
  }

  function stop() {
    running?.abort();
  }

  /* What can be done with an answer. */

  async function copy(text, message) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { class: "hidden", readonly: "" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    tell(message);
  }

  async function rate(button, id, thumbs) {
    const taken = button.getAttribute("aria-pressed") === "true";
    const path = `/v1/answers/${encodeURIComponent(id)}/feedback`;
    const reply = await post(path, { thumbs: taken ? null : thumbs });
    if (!reply.ok) throw new Error(words.failed_answer);
    for (const other of all("[aria-pressed]", button.parentElement)) {
      other.setAttribute("aria-pressed", String(other === button && !taken));
    }
    if (!taken) tell(words.thanks);
  }

  function handle(button) {
    const turn = button.closest(".turn");
    const given = one(".answer", turn);
    const id = given?.dataset.id;
    switch (button.dataset.action) {
      case "copy": return copy(given.dataset.copy, words.copied);
      case "share": return copy(`${location.origin}/answers/${encodeURIComponent(id)}`, words.shared);
      case "retry": {
        const last = turn === one("#thread .turn:last-child");
        return ask(one(".question", turn).textContent, last ? turn : null);
      }
      default: return rate(button, id, button.dataset.action);
    }
  }

  function compare(button) {
    const area = document.getElementById(button.getAttribute("aria-controls"));
    const open = area.hidden;
    area.hidden = !open;
    for (const other of all("[data-compare]", button.parentElement)) {
      other.setAttribute("aria-expanded", String(open));
    }
  }

  /* The source pane. */

  async function open(button) {
    const { source, sentence, sha, quote } = button.dataset;
    const answered = button.closest(".answer");
    const cited = all(".chip, .nearest .card", answered || document.createElement("i"))
      .filter((other) => other.dataset.source === source)
      .map((other) => Number(other.dataset.sentence));
    const reply = await post("/chat/article", {
      source, sha, cited, language, quote: quote || "", sentence: Number(sentence),
    });
    const box = one("#article");
    box.innerHTML = await reply.text();
    box.prepend(tools(source, sentence));
    all(".chip[aria-current], .card[aria-current]").forEach((b) => b.removeAttribute("aria-current"));
    if (button.matches(".chip, .card")) button.setAttribute("aria-current", "true");
    document.body.classList.add("reading");
    show(button);
    const target = one("mark.target", box);
    if (target) {
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    } else {
      one("#side").scrollTop = 0;
      one("button", box).focus({ preventScroll: true });
    }
  }

  function tools(source, sentence) {
    const bar = make("nav", { class: "tools", "aria-label": words.source_pane });
    const back = make("button", { type: "button", class: "back" }, words.back);
    back.addEventListener("click", library);
    const path = source.split("/").map(encodeURIComponent).join("/");
    const anchor = Number(sentence) ? `#s${sentence}` : "";
    const link = make("a", { href: `/sources/${path}${anchor}`, target: "_blank" }, words.page);
    bar.append(back, link);
    return bar;
  }

  function show(from) {
    opener = from;
    document.body.classList.add("source-open");
    if (!narrow.matches) return;
    for (const id of ["#masthead", "#talk"]) one(id).inert = true;
    one("#side").setAttribute("role", "dialog");
    one("#side").setAttribute("aria-modal", "true");
    one("#close").focus();
  }

  function hide() {
    document.body.classList.remove("source-open");
    free();
    (opener?.isConnected ? opener : one("#question textarea")).focus();
  }

  function free() {
    for (const id of ["#masthead", "#talk"]) one(id).inert = false;
    one("#side").setAttribute("role", "complementary");
    one("#side").removeAttribute("aria-modal");
  }

  function library() {
    document.body.classList.remove("reading");
    one("#article").replaceChildren();
    all("[aria-current]", one("#thread")).forEach((b) => b.removeAttribute("aria-current"));
    one("#side").scrollTop = 0;
    if (narrow.matches && document.body.classList.contains("source-open")) one("#close").focus();
  }

  async function list() {
    const search = one("#find")?.value || "";
    const query = new URLSearchParams({ language, search });
    const reply = await call(`/chat/library?${query}`);
    if (reply.ok) one("#listed").innerHTML = await reply.text();
    one("#find").hidden = !search && all("#listed li").length < 8;
  }

  async function remove(button) {
    const { remove: source, title } = button.dataset;
    if (!window.confirm(fill(words.remove_sure, { title }))) return;
    const path = source.split("/").map(encodeURIComponent).join("/");
    const reply = await call(`/v1/sources/${path}`, { method: "DELETE" });
    if (!reply.ok && reply.status !== 404) throw new Error(words.failed_answer);
    tell(words.removed);
    await changed();
    one("#add")?.focus();
  }

  async function signOut() {
    await call("/sign-out", { method: "POST", redirect: "manual" });
    location.assign("/sign-in");
  }

  /* The list, and what Gradio shows of it: the filter and the examples. */
  async function changed() {
    one("#refresh")?.click();
    await list();
  }

  /* The page's own buttons. */

  function act(what) {
    if (what === "new") renew();
    else if (what === "sources") {
      show(one("#do-sources")); // first, for what is hidden can't be scrolled to its top
      library();
    } else if (what === "other_language") {
      setCookie("isnad_language", language === "ar" ? "en" : "ar");
      location.reload();
    } else if (what === "theme") theme();
  }

  function theme() {
    const system = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const next = (root.dataset.theme || system) === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    setCookie("isnad_theme", next);
  }

  function clicked(event) {
    const button = event.target.closest?.("button");
    if (!button) return;
    let work = null;
    if (button.dataset.action) work = handle(button);
    else if (button.dataset.remove) work = remove(button);
    else if (button.dataset.source) work = open(button);
    else if (button.hasAttribute("data-compare")) compare(button);
    else if (button.id === "close") hide();
    else if (button.id === "add") choose();
    else if (button.id === "sign-out") work = signOut();
    work?.catch?.((error) => tell(error.message));
  }

  /* Uploads: each file by itself, so that one that fails costs no other. */

  function choose() {
    one("#files").click();
  }

  async function upload(event) {
    const files = [...event.target.files];
    event.target.value = "";
    if (!files.length) return;
    const failures = [];
    one("#add").disabled = true;
    try {
      for (const [done, file] of files.entries()) {
        progress(done, files.length, failures);
        const reason = await refusal(file);
        if (reason) failures.push(fill(words.failed, { source: file.name, reason }));
      }
      progress(files.length, files.length, failures);
    } finally {
      one("#add").disabled = false;
    }
    await changed();
  }

  /* Why a file did not go in; nothing where it did. */
  async function refusal(file) {
    const limit = window.isnadUploadLimit;
    if (file.size > limit) return fill(words.too_large, { most: limit / 2 ** 20 });
    const form = new FormData();
    form.append("files", file);
    try {
      const reply = await call("/v1/sources", { method: "POST", body: form });
      const told = await reply.json();
      return reply.ok ? "" : told.failed?.[0].reason || told.detail;
    } catch (error) {
      return error.message || words.failed_answer;
    }
  }

  function progress(done, all, failures) {
    const lines = failures.map((text) => make("p", { class: "failure", dir: "auto" }, text));
    let first = make("p", { class: "success", dir: "auto" },
      fill(words.added, { n: all - failures.length }));
    if (done < all) {
      first = make("label", { role: "status" }, fill(words.adding, { done, all }));
      first.append(make("progress", { value: done, max: all }));
    }
    one("#progress").replaceChildren(first, ...lines);
  }

  function dress() {
    document.body.classList.add("fresh");
    // Gradio fixes the direction of its blocks; ours is the page's.
    for (const block of all(".gradio-container [dir='ltr']")) block.removeAttribute("dir");
    document.body.append(make("div", { id: "live", role: "status", "aria-live": "polite" }));
    const name = make("h1", {}, words.title);
    one("#brand").append(name, make("p", {}, words.tagline));
    const thread = one("#thread");
    for (const [key, value] of Object.entries({
      role: "log", "aria-live": "polite", "aria-label": words.conversation, tabindex: "0",
    })) thread.setAttribute(key, value);
    const field = one("#question textarea");
    field.dir = "auto";
    field.setAttribute("aria-label", words.question);
    if (!narrow.matches) field.focus();
    one("#filter input").setAttribute("placeholder", words.filter_all);
    one("#do-theme").setAttribute("aria-label", words.theme);
    one("#do-theme").title = words.theme;
    one("#do-other_language").lang = language === "ar" ? "en" : "ar";
    if (window.isnadSignedIn) {
      one("#masthead").append(make("button", { type: "button", id: "sign-out" }, words.sign_out));
    }
    const side = one("#side");
    side.setAttribute("role", "complementary");
    side.setAttribute("aria-label", words.source_pane);
    side.prepend(make("button", { type: "button", id: "close" }, words.close));
    one("#library-title").append(make("h2", {}, words.sources));
    const files = make("input", { id: "files", type: "file", multiple: "", hidden: "" });
    files.addEventListener("change", (event) => upload(event).catch((error) => tell(error.message)));
    one("#library-head").append(files);
    const find = make("input", {
      id: "find", type: "search", dir: "auto", placeholder: words.find_source,
      "aria-label": words.find_source, hidden: "",
    });
    find.addEventListener("input", () => {
      clearTimeout(list.timer);
      list.timer = setTimeout(() => list().catch(() => {}), 200);
    });
    one("#sources").append(find, make("div", { id: "listed" }));
    const examples = one("#examples");
    examples.setAttribute("role", "group");
    examples.setAttribute("aria-label", words.examples);
  }

  function start() {
    dress();
    document.addEventListener("click", clicked);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (narrow.matches && document.body.classList.contains("source-open")) hide();
      else if (running) stop();
    });
    narrow.addEventListener("change", () => {
      if (!narrow.matches) free();
    });
    restore().catch((error) => { welcome(); tell(error.message); });
    list().catch(() => {});
  }

  /* Gradio builds the page; begin when all that is needed stands. */
  const needed = ["#thread", "#article", "#sources", "#brand", "#library-title", "#progress", "#question textarea",
    "#do-theme", "#filter input"];
  const waiting = new MutationObserver(() => {
    if (!needed.every((selector) => one(selector))) return;
    waiting.disconnect();
    start();
  });
  waiting.observe(root, { childList: true, subtree: true });

  return Object.assign(page, { ask, stop, act, changed: () => changed().catch(() => {}) });
})();
