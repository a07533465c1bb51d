// Keeps what is typed: posts the form to its data-autosave-url two seconds after typing stops, and
// at least every five. One line of text says how it stands. The server answers with JSON:
// {"saved": "2:26pm"}, or {"words": "…", "url": "…", "link": "…"} with status 409 when someone saved
// first, or another tab kept the same draft since this page was opened. Without a script the form has
// its own button to keep a draft.

const QUIET = 2000;
const LONGEST = 5000;
const RETRY = 10000;

const ICONS = {
  saved: '<path d="M2.5 8.5 6.5 12.5 13.5 4"/>',
  saving: '<circle cx="8" cy="8" r="6.3"/><path d="M8 4.5V8l2.5 1.5"/>',
  not_saved: '<path d="M8 2 15 14H1Z"/><path d="M8 6.5v3.5M8 12v.01"/>',
  other: '<circle cx="8" cy="4.5" r="2.8"/><path d="M3 15c0-3.5 2-5.5 5-5.5s5 2 5 5.5"/>',
};

function say(state, words, link) {
  for (const line of document.querySelectorAll("[data-save-line]")) {
    line.dataset.state = state;
    line.className = `save-line${state === "not_saved" ? " save-line--not-saved" : state === "other" ? " save-line--other" : ""}`;
    const symbol = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    symbol.setAttribute("class", "icon");
    symbol.setAttribute("viewBox", "0 0 16 16");
    symbol.setAttribute("aria-hidden", "true");
    symbol.innerHTML = ICONS[state];
    const text = document.createElement("span");
    text.textContent = words;
    if (link) {
      const anchor = Object.assign(document.createElement("a"), { href: link.url, textContent: link.words });
      text.append(" ", anchor);
    }
    line.replaceChildren(symbol, text);
  }
}

// What a browser sends after its page has gone is cut at 64 KB; the rest of the request needs room.
const MOST_AFTER = 60000;
const PATIENCE = 3000;

// Which page this is: the same form may be open in two tabs.
const PAGE = { "X-Tab": Math.random().toString(36).slice(2), "X-Opened": document.body.dataset.opened ?? "" };

const drafts = [];

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  let quiet;
  let longest;
  let retry;
  let lastSaved = form.dataset.savedAt ?? "";
  let running = null;
  let outlives = false;
  let dirty = false;
  let stopped = false;
  let passes = false;
  let isRefused = false;
  let isHeld = false;

  const body = () => new URLSearchParams(new FormData(form));
  const isTooLong = () => body().toString().length > MOST_AFTER;

  const send = async (options) => {
    let answer = null;
    try {
      answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: body(),
        headers: { Accept: "application/json", ...PAGE },
        redirect: "manual",
        ...options,
      });
    } catch { /* no connection: said below, tried again */ }
    running = null;
    isRefused = answer?.status === 400;
    if (answer?.ok) {
      const { saved } = await answer.json();
      lastSaved = saved;
      say("saved", `Draft saved at ${saved}. Safe if this page closes.`);
      dispatchEvent(new Event("rodt:kept"));
    } else if (answer?.status === 409) {
      stopped = true;
      const told = await answer.json();
      say("other", told.words, told.url ? { url: told.url, words: told.link ?? "See both, side by side" } : undefined);
    } else if (isRefused) {
      dirty = true;
      say("not_saved", "Not saved: this is too long. Your words are kept on this page. Shorten them.");
      return;
    } else if (answer?.type === "opaqueredirect" || answer?.status === 403) {
      dirty = true;
      say("not_saved", "Not saved: you were signed out. Your words are kept on this page. Save, and sign in: the form opens again with all of it.");
      if (!stopped) retry = setTimeout(save, RETRY);
      return;
    } else {
      dirty = true;
      const since = lastSaved ? ` since ${lastSaved}` : "";
      say("not_saved", `Not saved${since}. Your words are kept on this page. We try again every 10 seconds.`);
      if (!stopped) retry = setTimeout(save, RETRY);
      return;
    }
    if (dirty) later();
  };

  const save = (options = {}) => {
    clearTimeout(quiet);
    clearTimeout(longest);
    clearTimeout(retry);
    longest = retry = undefined;
    if (stopped || (running && !options.keepalive)) return running;
    dirty = false;
    outlives = Boolean(options.keepalive);
    running = send(options);
    return running;
  };

  const later = () => {
    dirty = true;
    clearTimeout(quiet);
    quiet = setTimeout(save, QUIET);
    longest ??= setTimeout(save, LONGEST);
  };

  // What was typed is kept before the page is left by a button; nobody waits longer than PATIENCE.
  const settle = async () => {
    const patience = new AbortController();
    const tired = setTimeout(() => patience.abort(), PATIENCE);
    await Promise.race([running, new Promise((done) => setTimeout(done, PATIENCE))]);
    if (dirty) await save({ signal: patience.signal });
    clearTimeout(tired);
    clearTimeout(quiet);
    clearTimeout(longest);
    clearTimeout(retry);
  };

  // Also what is on its way: a browser drops it with the page, unless it may outlive the page.
  const leave = () => {
    if (stopped || (!dirty && (!running || outlives))) return;
    save(isTooLong() ? {} : { keepalive: true });
  };

  // Names whose answers stand as the page was opened: what is pre-filled nobody has answered.
  const untouched = () => {
    const names = new Set();
    const changed = new Set();
    for (const field of form.elements) {
      if (!field.name || field.type === "submit") continue;
      const options = [...(field.options ?? [])];
      const first = options.some((option) => option.defaultSelected) ? null : options[0];
      const stands = options.length
        ? options.every((option) => option.selected === (option.defaultSelected || option === first))
        : field.type === "radio" || field.type === "checkbox"
          ? field.checked === field.defaultChecked
          : field.value === field.defaultValue;
      (stands ? names : changed).add(field.name);
    }
    return [...names].filter((name) => !changed.has(name));
  };
  form.addEventListener("formdata", (event) => event.formData.set("untouched", untouched().join(",")));

  drafts.push({ settle, isOpen: () => (dirty || running) && !stopped, stop: () => { stopped = true; dirty = false; } });

  form.addEventListener("input", later);
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    if (passes || stopped || (!dirty && !running)) {
      stopped = true;
      dirty = false;
      return;
    }
    event.preventDefault();
    if (isHeld) return;
    isHeld = true;
    await settle();
    if (isRefused) {
      isHeld = false;
      return;
    }
    passes = true;
    form.requestSubmit(event.submitter);
    passes = isHeld = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
  addEventListener("pagehide", leave);
  // Only what cannot be kept after the page has gone is asked about.
  addEventListener("beforeunload", (event) => {
    if (dirty && !stopped && (retry || isTooLong())) event.preventDefault();
  });
}

// Lock ends the session, so what was typed is kept first. A draft thrown away is not kept again.
let locks = false;
document.addEventListener("submit", async (event) => {
  if (event.submitter?.name === "discard") {
    for (const draft of drafts) draft.stop();
    return;
  }
  if (!event.target.matches("form[data-lock]") || locks) return;
  const open = drafts.filter((draft) => draft.isOpen());
  if (!open.length) return;
  event.preventDefault();
  locks = true;
  await Promise.all(open.map((draft) => draft.settle()));
  for (const draft of drafts) draft.stop();
  event.target.requestSubmit(event.submitter);
});
