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

  const KEPT_DAYS = 30;
  const LOOK_AGAIN = 5_000;
  const who = saving.dataset.who;
  const tab = sessionStorage.tab ||= Array.from(crypto.getRandomValues(new Uint8Array(8)), each => each.toString(16).padStart(2, "0")).join("");
  let returning = 0; // runs while the session is at an end

  // Each window keeps its own text, so that what one has saved takes nothing from another.
  // A new document has no address yet: forms of several types are at the same one.
  let kind = form.elements.type?.value || "";
  const keptAs = (name = tab) => `unsaved ${who} ${place}${kind && `?${kind}`} ${name}`;

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

  /** Ask who is signed in now; null without a connection. */
  async function session() {
    try {
      const answer = await fetch(saving.dataset.session, { headers: { Accept: "application/json" } });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  /** Give each form on the page the token of now; tell whether that is another one. */
  function renew(token) {
    const old = form.elements.csrf_token.value;
    for (const each of document.querySelectorAll("input[name=csrf_token]")) each.value = token;
    return old !== token;
  }

  /** Find out why the server refuses; tell whether trying again at once may help. */
  async function mayTryAgain() {
    const now = await session();
    if (now === null) tell("failed");
    else if (now.login === who) {
      if (renew(now.csrf_token)) return true;
      tell("not-allowed");
    } else {
      tell(now.login ? "somebody-else" : "signed-out");
      returning ||= setInterval(lookForReturn, LOOK_AGAIN);
    }
    return false;
  }

  /** Go on saving once the same person is signed in again. */
  async function lookForReturn() {
    const now = returning ? await session() : null;
    if (!returning || now?.login !== who) return;
    clearInterval(returning);
    returning = 0;
    renew(now.csrf_token);
    form.dispatchEvent(new Event("welcome"));
    if (collided || held) tell(isChanged() ? "changed" : "");
    else save();
  }

  async function taken(answer, sent) {
    const told = await answer.json();
    setHidden("version", told.version);
    form.elements.beside?.remove();
    document.getElementById("problems")?.remove();
    document.querySelector(".theirs")?.remove();
    forget();
    form.dispatchEvent(new CustomEvent("saved", { detail: told }));
    collided = held = false;
    saved = sent;
    if (place !== told.address) {
      place = told.address;
      kind = "";
      form.action = told.address;
      history.replaceState(null, "", told.address);
    }
    tell(isChanged() ? "changed" : "saved", told.said);
    form.dispatchEvent(new CustomEvent("kept", { detail: told }));
    if (preview?.closest("details").open) preview.contentWindow.location.reload();
  }

  async function send({ leaving = false, again = false } = {}) {
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
      else if (!leaving && await mayTryAgain() && !again) await send({ again: true });
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
    if (returning) {
      keep();
      return;
    }
    form.dataset.saving = "yes";
    busy = send(how);
    await busy;
    busy = null;
    delete form.dataset.saving;
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(() => composing || collided ? later() : save(), PAUSE);
  }

  function noticed() {
    if (!returning) tell("changed");
    if (!collided && !held) later();
  }

  /** Return the name and the text of what this window kept, else of what another one kept last. */
  function keptLast() {
    const found = [];
    for (const name of Object.keys(localStorage).filter(each => each.startsWith(keptAs("")))) {
      const kept = JSON.parse(localStorage.getItem(name));
      const old = Date.now() - kept.at > KEPT_DAYS * 86_400_000;
      if (old || JSON.stringify(kept.values) === saved) localStorage.removeItem(name);
      else found.push({ name, kept });
    }
    found.sort((one, other) => (other.name === keptAs()) - (one.name === keptAs()) || other.kept.at - one.kept.at);
    return found[0];
  }

  /** Let each group of rows have as many rows as were kept. */
  function makeRows(values) {
    for (const group of form.querySelectorAll(".rows")) {
      const name = group.querySelector("[name=__start__]").value;
      const at = mark => values.findIndex(pair => pair[0] === mark && pair[1] === name);
      if (at("__start__") < 0) continue;
      const wanted = values.slice(at("__start__"), at("__end__")).filter(pair => pair.join() === "__start__,row:mapping").length;
      const add = group.querySelector("[data-move=add]"), rows = group.getElementsByClassName("row");
      while (rows.length > wanted) rows[rows.length - 1].querySelector("[data-move=remove]").click();
      while (rows.length < wanted && !add.disabled) add.click();
    }
  }

  /** Put back what was kept, in the order of the fields, since several may have the same name. */
  function fill(values) {
    makeRows(values);
    let at = 0;
    for (const field of [...form.elements]) {
      if (!field.name || NEVER_KEPT.has(field.name) || ["file", "submit", "button"].includes(field.type)) continue;
      if (field.type === "checkbox") {
        field.checked = at < values.length && values[at][0] === field.name && values[at][1] === field.value;
        if (field.checked) at += 1;
        continue;
      }
      const found = values.findIndex((pair, index) => index >= at && pair[0] === field.name);
      if (found < 0) continue;
      field.value = values[found][1];
      field.dispatchEvent(new Event("fill"));
      at = found + 1;
    }
  }

  function offer() {
    const { name, kept } = keptLast() || {};
    if (!kept) return;
    document.getElementById("unsaved-at").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
    unsaved.hidden = false;
    document.getElementById("bring-back").addEventListener("click", () => {
      fill(kept.values);
      unsaved.hidden = true;
      if (name !== keptAs()) localStorage.removeItem(name);
      keep();
      noticed();
    });
    document.getElementById("throw-away").addEventListener("click", () => {
      localStorage.removeItem(name);
      unsaved.hidden = true;
    });
  }

  function begin() {
    collided = Boolean(document.querySelector(".theirs"));
    if (!collided && !document.getElementById("problems")) {
      saved = written();
      if (!saving.dataset.resumed) offer();
    }
    if (saving.dataset.resumed) {
      saved = "";
      noticed();
    }
    form.addEventListener("refused", async () => {
      if (!busy && !returning && await mayTryAgain()) form.dispatchEvent(new Event("welcome"));
    });
    addEventListener("focus", lookForReturn);
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
