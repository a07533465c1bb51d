// A job's progress: asks its data-poll address for the same piece of page again, every second and a
// half, more slowly after a minute. When the piece no longer asks to be polled, the job has ended:
// the page is loaded once more, unless the piece says where to go (data-done). Other parts of the page
// that tell the same (data-live, each with an id) come with the answer, so that none contradicts it.

const follow = (part) => {
  const started = Date.now();
  const ask = async () => {
    const answer = await fetch(part.dataset.poll, { headers: { "X-Part": "job" } }).catch(() => null);
    if (answer?.ok) {
      const holder = document.createElement("div");
      holder.innerHTML = await answer.text();
      const next = holder.querySelector(".job");
      if (!next?.dataset.poll) {
        const done = next?.dataset.done;
        return done ? location.assign(done) : location.reload();
      }
      part.querySelector("progress").value = next.querySelector("progress").value;
      for (const fresh of holder.querySelectorAll("[data-live]")) {
        const old = document.getElementById(fresh.id);
        if (old && old.textContent !== fresh.textContent) old.innerHTML = fresh.innerHTML;
      }
      for (const what of [".job-head .num", ".job-words", ".job-steps"]) {
        const old = part.querySelector(what);
        const fresh = next.querySelector(what);
        if (old && fresh && old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
      }
    }
    setTimeout(ask, Date.now() - started > 60000 ? 5000 : 1500);
  };
  setTimeout(ask, 1500);
};
document.querySelectorAll("[data-poll]").forEach(follow);
