// Saves what is written after a pause, and keeps in this browser what could not be saved.
"use strict";

{
  const PAUSE = 5_000;
  const KEEPALIVE_MOST = 60_000;
  const form = document.getElementById("form");
  const saving = document.getElementById("saving");
  const unsaved = document.getElementById("unsaved");
  const preview = document.getElementById("preview");
  const NEVER_KEPT = new Set(["csrf_token", "version", "beside", "word"]);
  let waiting = 0, composing = false, busy = null, mayLeave = false, collided = false;
  let held = saving.dataset.held === "yes"; // a draft that waits for review is taken back only on purpose
  let place = form.getAttribute("action") || location.pathname;

  const keptAs = () => `unsaved ${saving.dataset.who} ${place}`;

  function tell(state, text) {
    for (const each of saving.querySelectorAll("[data-state]")) {
      each.hidden = each.dataset.state !== state;
      if (!each.hidden && text) each.textContent = text;
    }
  }

  /** Return the values of the form as it stands, without files. */
  function values() {
    form.dispatchEvent(new Event("collect"));
    return [...new FormData(form)].filter(([, value]) => typeof value === "string");
  }

  const written = () => JSON.stringify(values().filter(([name]) => !NEVER_KEPT.has(name)));
  let saved = "";

  const isChanged = () => written() !== saved;

  function keep() {
    const copy = { at: Date.now(), version: form.elements.version?.value || "", values: JSON.parse(written()) };
    try {
      localStorage.setItem(keptAs(), JSON.stringify(copy));
    } catch {
      // A browser that keeps nothing, or is full: the text still stands in the form.
    }
  }

  const forget = () => localStorage.removeItem(keptAs());

  function setHidden(name, value) {
    const field = form.elements[name] || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    field.value = value;
  }

  /** Show what the form itself would have shown: what is wrong, or the version of the other person. */
  async function showAnswer(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("problems")?.remove();
    document.querySelector(".theirs")?.remove();
    const problems = page.getElementById("problems"), theirs = page.querySelector(".theirs");
    if (problems) form.prepend(document.adoptNode(problems));
    if (theirs) unsaved.after(document.adoptNode(theirs));
    if (answer.status !== 409) return "wrong";
    const now = page.getElementById("form");
    setHidden("version", now.elements.version.value);
    setHidden("beside", now.elements.beside.value);
    collided = true;
    return "collided";
  }

  async function taken(answer, sent) {
    const told = await answer.json();
    setHidden("version", told.version);
    form.elements.beside?.remove();
    document.getElementById("problems")?.remove();
    document.querySelector(".theirs")?.remove();
    forget();
    collided = held = false;
    saved = sent;
    if (place !== told.address) {
      place = told.address;
      form.action = told.address;
      history.replaceState(null, "", told.address);
    }
    tell(isChanged() ? "changed" : "saved", told.said);
    if (preview?.closest("details").open) preview.contentWindow.location.reload();
  }

  async function send({ leaving = false } = {}) {
    const pairs = values(), sent = written();
    const body = new URLSearchParams(pairs.concat([["save", "1"]]));
    keep();
    tell("saving");
    try {
      const answer = await fetch(place, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        keepalive: leaving && body.toString().length < KEEPALIVE_MOST,
      });
      if (answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) await taken(answer, sent);
      else if (answer.status === 409 || answer.status === 422) tell(await showAnswer(answer));
      else tell("failed");
    } catch {
      tell("failed");
    }
  }

  /** Save if anything changed; one after the other. */
  async function save(how) {
    clearTimeout(waiting);
    while (busy) await busy;
    if (!isChanged()) {
      tell("");
      return;
    }
    busy = send(how);
    await busy;
    busy = null;
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(() => composing || collided ? later() : save(), PAUSE);
  }

  function noticed() {
    tell("changed");
    if (!collided && !held) later();
  }

  function offer() {
    const kept = JSON.parse(localStorage.getItem(keptAs()) || "null");
    if (!kept) return;
    if (JSON.stringify(kept.values) === saved) {
      forget();
      return;
    }
    document.getElementById("unsaved-at").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    unsaved.hidden = false;
    document.getElementById("bring-back").addEventListener("click", () => {
      for (const [name, value] of kept.values) {
        const field = form.elements[name];
        if (!field) continue;
        field.value = value;
        field.dispatchEvent(new Event("fill"));
      }
      unsaved.hidden = true;
      noticed();
    });
    document.getElementById("throw-away").addEventListener("click", () => {
      forget();
      unsaved.hidden = true;
    });
  }

  function begin() {
    collided = Boolean(document.querySelector(".theirs"));
    if (!collided && !document.getElementById("problems")) {
      saved = written();
      offer();
    }
    form.addEventListener("input", noticed);
    form.addEventListener("change", noticed);
    form.addEventListener("compositionstart", () => composing = true);
    form.addEventListener("compositionend", () => composing = false);
    addEventListener("keydown", event => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      if (!event.isComposing && !composing) save();
    });
    form.addEventListener("submit", () => mayLeave = true);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && !mayLeave && !collided && !held) save({ leaving: true });
    });
    addEventListener("beforeunload", event => {
      if (mayLeave || !isChanged()) return;
      keep();
      event.preventDefault();
    });
  }

  begin();
}
