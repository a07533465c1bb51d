// While a review is filled in: weekly boxes sum, a carried answer becomes confirmed or changed, and
// the summary at the side is asked for again. The server works all of it out once more on saving.

const all = (what, within = document) => [...within.querySelectorAll(what)];
const one = (what, within = document) => within.querySelector(what);

/* Four weeks sum to a total; until all four are asked, the total says so. */
for (const row of all("[data-weeks] [data-weeks-row]")) {
  const boxes = all("input", row);
  const total = one("[data-weeks-total]", row);
  const show = () => {
    const days = boxes.map((box) => (/^[0-7]$/.test(box.value.trim()) ? Number(box.value) : null));
    const wrong = boxes.some((box) => box.value.trim() && !/^[0-7]$/.test(box.value.trim()));
    if (days.every((day) => day !== null)) return total.replaceChildren(String(days.reduce((a, b) => a + b, 0)));
    const chip = document.createElement("span");
    chip.className = "chip chip--dashed";
    chip.textContent = wrong ? "check" : "to ask";
    total.replaceChildren(chip);
  };
  for (const box of boxes) box.addEventListener("input", show);
}

/* "Still 0" fills the four boxes of a row that was 0 last time. */
for (const button of all("[data-still-zero]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const box of all("input", button.closest("[data-weeks-row]"))) {
      box.value = "0";
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}

/* A carried answer: ticking "Asked: still true" or giving the same answer again confirms it, another
   answer changes it. */
for (const question of all("[data-question]")) {
  const last = one("[data-last]", question);
  const confirm = last && one(".still-true input", last);
  if (!confirm) continue;
  const answers = all(".answer input, .answer textarea, .answer select", question);
  const said = () => answers.map((part) => (part.type === "radio" || part.type === "checkbox" ? part.checked : part.value)).join("\u0000");
  const before = said();
  const given = () => answers.filter((part) => (part.type === "radio" || part.type === "checkbox" ? part.checked : part.value));
  const isSame = () => given().map((part) => part.value).join() === last.dataset.value;
  const show = () => {
    if (isSame()) last.dataset.state = "confirmed";
    else last.dataset.state = said() !== before ? "changed" : confirm.checked ? "confirmed" : "carried";
  };
  confirm.addEventListener("change", show);
  for (const part of answers) {
    part.addEventListener("input", () => {
      if (said() !== before) confirm.checked = false;
      show();
    });
  }
}

/* The side summary: the server's own rule, asked again when answers have rested for a moment. */
const form = one("form[data-credits-url]");
const place = one("[data-credits]");
if (form && place) {
  let timer;
  let asked = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked;
      const answer = await fetch(form.dataset.creditsUrl, { method: "POST", body: new FormData(form) }).catch(() => null);
      if (answer?.ok && !answer.redirected && mine === asked) place.innerHTML = await answer.text();
    }, 600);
  });
}
