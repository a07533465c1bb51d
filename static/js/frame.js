// What the frame does beyond plain links: menus that close, Lock, the error summary, undo, time-out.

const one = (what, within = document) => within.querySelector(what);
const all = (what, within = document) => [...within.querySelectorAll(what)];

/* A menu closes on Escape and on a click elsewhere; focus goes back to what opened it. */
for (const menu of all("details[data-menu]")) {
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    one("summary", menu).focus();
    event.stopPropagation();
  });
}

/* On a narrow screen the tab of this page is in view. */
for (const tab of all(".tabs [aria-current]")) {
  const row = tab.closest("ul");
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

/* Lock hides the page at once; the server ends the session. */
for (const form of all("form[data-lock]")) {
  form.addEventListener("submit", () => document.documentElement.classList.add("locked"));
}
addEventListener("pageshow", (event) => {
  if (event.persisted && document.documentElement.classList.contains("locked")) location.reload();
});

/* The summary of errors takes focus; its links focus the field and bring its question into view. */
const summary = one("[data-error-summary]:not([data-sample] *)");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest("[data-question], .nhsuk-form-group") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

/* Where the row of tabs is wider than the window, the current one is in view. */
for (const tab of all(".tabs [aria-current]")) {
  const row = tab.closest("ul");
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

/* A filter made of lists shows its answer as soon as one is chosen. */
for (const form of all("form[data-filter]")) {
  const button = one("[data-filter-button]", form);
  if (button) button.hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

/* A further question is asked only under the choice it belongs to. */
for (const group of all("[data-further]")) {
  const show = () => {
    for (const part of all("[data-further-of]", group)) {
      part.hidden = !document.getElementById(part.dataset.furtherOf)?.checked;
    }
  };
  group.addEventListener("change", show);
  show();
}

/* Undo says how long it stays; after that the words go, the change stands. */
for (const part of all("[data-undo]")) {
  const left = one("[data-undo-left]", part);
  const ends = Date.now() + Number(part.dataset.undo) * 1000;
  const tick = setInterval(() => {
    const seconds = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    if (left) left.textContent = `, ${seconds} seconds`;
    if (seconds > 0) return;
    clearInterval(tick);
    one("form", part)?.remove();
  }, 1000);
}

for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

/* Two minutes before the session ends the page says so and offers to stay; at its end the page is
   hidden, because a shared desk may have nobody at it. Focus is never taken from what is typed. */
const minutes = Number(document.body.dataset.idleMinutes);
if (minutes > 2) {
  let last = Date.now();
  let notice;

  const show = (words, action) => {
    notice?.remove();
    notice = Object.assign(document.createElement("div"), { className: "timeout" });
    const inside = Object.assign(document.createElement("div"), { className: "wrap cluster" });
    const said = Object.assign(document.createElement("p"), { textContent: words });
    said.setAttribute("role", "alert");
    inside.append(said, action);
    notice.append(inside);
    document.body.append(notice);
  };
  const stay = async () => {
    const answer = await fetch(document.body.dataset.stayUrl, { method: "HEAD" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    last = Date.now();
    notice?.remove();
    notice = undefined;
  };
  const check = () => {
    const left = minutes - (Date.now() - last) / 60000;
    if (left <= 0) {
      clearInterval(watch);
      document.documentElement.classList.add("locked");
      const link = Object.assign(document.createElement("a"), { href: location.href, className: "button", textContent: "Sign in" });
      show("You were signed out to keep records private. A draft was kept.", link);
    } else if (left <= 2 && !notice) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Stay signed in" });
      button.addEventListener("click", stay);
      show("You will be signed out in 2 minutes. A draft is kept.", button);
    }
  };
  const watch = setInterval(check, 15000);
  addEventListener("rodt:kept", () => {
    last = Date.now();
    notice?.remove();
    notice = undefined;
  });
}
