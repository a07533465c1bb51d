// Single keys for people who look at this all day. They do nothing while typing, with a modifier,
// or when switched off (a choice kept in this browser only). Everything works by Tab alone.

const KEPT = "keys-off";
const GO = { m: "My people", p: "Prescribing today", b: "Benefit", t: "Team board", a: "Audits", c: "Pharmacy phoned" };
const LIST = [
  ["/", "Find a person"], ["g then m, p, b, t, a", "My people, Prescribing, Benefit, Team, Audits"],
  ["g then c", "Pharmacy phoned"],
  ["n", "Log a review, of the row or the person"], ["j, k, Enter", "Next row, previous row, open"],
  ["Ctrl Enter", "Save the review"], ["Alt S", "Keep as a draft"],
  ["1 to 9", "Answer the question in focus with that choice, and go to the next open one"],
  ["y", "Asked: still true, on a carried answer, and go to the next open one"],
  ["Alt \u2193, Alt \u2191", "Next open question, previous question"], ["[, ]", "Previous, next section of the form"],
  ["Esc", "Close"], ["?", "All keys"],
];
const one = (what, within = document) => within.querySelector(what);
const rows = () => [...document.querySelectorAll("[data-row]")];
let current = -1;
let after = "";

const typing = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("textarea, select, input:not([type=radio], [type=checkbox])"));

function goTo(index) {
  const list = rows();
  if (!list.length) return;
  list[current]?.classList.remove("is-current");
  current = Math.min(Math.max(index, 0), list.length - 1);
  list[current].classList.add("is-current");
  const link = one("[data-row-link]", list[current]) ?? one("a", list[current]);
  link?.focus();
  list[current].scrollIntoView({ block: "nearest" });
}

function section(step) {
  const heads = [...document.querySelectorAll("form h2")].filter((head) => head.offsetParent);
  const here = document.activeElement?.getBoundingClientRect().top ?? 0;
  const tops = heads.map((head) => head.getBoundingClientRect().top);
  const next = step > 0 ? tops.findIndex((top) => top > here + 4) : tops.findLastIndex((top) => top < here - 4);
  const head = heads[next];
  if (!head) return;
  head.tabIndex = -1;
  head.focus();
  head.scrollIntoView();
}

/* The questions of a review. Open is what has no answer yet and was not confirmed as still true. */
const questions = () => [...document.querySelectorAll("[data-review] [data-question]")].filter((found) => found.offsetParent);
const controls = (question) => [...question.querySelectorAll(".answer input:not([type=hidden]), .answer textarea, .answer select")];
const isChoice = (control) => control?.matches("[type=radio], [type=checkbox]");
const stillTrue = (question) => one(".still-true input", question);

function isOpen(question) {
  if ("optional" in question.dataset || stillTrue(question)?.checked) return false;
  const found = controls(question);
  const counted = isChoice(found[0]) ? found.filter(isChoice) : found;
  return !counted.some((control) => (isChoice(control) ? control.checked : control.value.trim()));
}

/* Where somebody types, a carried answer is confirmed first: its box takes single keys. */
function goInto(question) {
  const [first] = controls(question);
  const target = (!isChoice(first) && stillTrue(question)) || first;
  target?.focus({ preventScroll: true });
  question.scrollIntoView({ block: "center" });
}

const inFocus = () => document.activeElement?.closest("[data-question]");

function nextOpen(from) {
  const list = questions();
  const next = list.slice(list.indexOf(from) + 1).find(isOpen);
  if (next) return goInto(next);
  one("[data-review] [data-save]")?.focus();
}

function before(from) {
  const list = questions();
  const found = list[list.indexOf(from) - 1];
  if (found) goInto(found);
}

function answer(number) {
  const question = inFocus() ?? questions().find(isOpen);
  const [first] = question ? controls(question) : [];
  if (!isChoice(first)) return;
  const choice = controls(question).filter((control) => control.name === first.name)[number - 1];
  if (!choice || choice.disabled) return;
  choice.click();
  if (choice.type === "radio") nextOpen(question);
}

function confirmStill() {
  const question = inFocus();
  const box = question && stillTrue(question);
  box?.click();
  if (box?.checked && question.closest("[data-review]")) nextOpen(question);
}

function help() {
  const open = one("dialog.keys");
  if (open) return open.close();
  const dialog = document.createElement("dialog");
  dialog.className = "keys";
  dialog.setAttribute("aria-label", "All keys");
  const title = document.createElement("h2");
  title.textContent = "All keys";
  const list = document.createElement("dl");
  list.className = "facts";
  for (const [keys, does] of LIST) {
    const key = document.createElement("dt");
    key.append(Object.assign(document.createElement("kbd"), { textContent: keys }));
    list.append(key, Object.assign(document.createElement("dd"), { textContent: does }));
  }
  const label = document.createElement("label");
  label.className = "keys-off";
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !localStorage.getItem(KEPT) });
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, "1")));
  label.append(box, " Single keys are on in this browser");
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "Close" });
  close.addEventListener("click", () => dialog.close());
  dialog.append(title, list, label, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function modified(event) {
  if (event.ctrlKey && event.key === "Enter") one("[data-save]")?.click();
  else if (event.altKey && event.key.toLowerCase() === "s") one("[data-keep-draft]")?.click();
  else if (event.altKey && event.key === "ArrowDown" && questions().length) nextOpen(inFocus());
  else if (event.altKey && event.key === "ArrowUp" && questions().length) before(inFocus());
  else return;
  event.preventDefault();
}

function single(key, event) {
  if (after === "g") {
    after = "";
    const link = GO[key] && one(`a[data-section="${GO[key]}"]`);
    if (link) { event.preventDefault(); location.assign(link.href); }
    return;
  }
  const focused = document.activeElement?.closest("[data-row]");
  const does = {
    "/": () => one("#find:not([hidden])")?.focus() ?? one("#find-in-menu")?.focus(),
    g: () => { after = "g"; setTimeout(() => { after = ""; }, 1500); },
    n: () => (one("[data-log]", focused ?? document))?.click(),
    j: () => goTo(current + 1),
    k: () => goTo(current - 1),
    y: confirmStill,
    "[": () => section(-1),
    "]": () => section(1),
    "?": help,
  }[key] ?? (/^[1-9]$/.test(key) && questions().length ? () => answer(Number(key)) : null);
  if (!does) return;
  event.preventDefault();
  does();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey) return modified(event);
  if (event.metaKey || event.defaultPrevented || typing(event.target)) return;
  if (localStorage.getItem(KEPT) && event.key !== "?") return;
  if (one("dialog[open]")) return;
  single(event.key, event);
});
one("[data-keys-help]")?.addEventListener("click", (event) => { event.preventDefault(); help(); });
