// Sends chosen or dropped files one after the other, each with a bar of its own, large ones in pieces that
// go on where they stopped; without a script the same form sends them all at once. What is done with a
// listed file changes only the list.
"use strict";

const PAUSES = [500, 1_000, 2_000, 4_000, 8_000, 16_000]; // milliseconds
const PICTURE = /\.(jpe?g|png)$/i;

class Sending {
  constructor(uploads, file) {
    this.uploads = uploads;
    this.file = file;
    this.row = uploads.template.content.firstElementChild.cloneNode(true);
    this.bar = this.row.querySelector("progress");
    this.field = this.row.querySelector(".field");
    this.words = this.field.querySelector("input");
    this.problem = this.field.querySelector(".problem");
    this.again = this.row.querySelector(".again");
    this.name();
    this.again.addEventListener("click", () => uploads.queue(this));
    this.words.addEventListener("keydown", event => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      uploads.queue(this);
    });
  }

  name() {
    Sending.count = (Sending.count || 0) + 1;
    const id = `sending-${Sending.count}`;
    this.row.querySelector(".sent").textContent = this.file.name;
    this.bar.setAttribute("aria-label", this.file.name);
    this.words.id = id;
    this.field.querySelector("label").htmlFor = id;
    this.problem.id = `${id}-problem`;
    this.words.setAttribute("aria-describedby", this.problem.id);
  }

  say(text) { this.row.querySelector(".said").textContent = text; }

  ask(problem) {
    this.field.hidden = this.again.hidden = false;
    this.problem.textContent = problem;
    this.problem.hidden = !problem;
    if (problem) this.words.setAttribute("aria-invalid", "true");
  }

  async send() {
    this.again.hidden = this.field.hidden = true;
    this.row.dataset.state = "sending";
    this.say(this.uploads.form.dataset.sending);
    try {
      const key = this.file.size > Number(this.uploads.form.dataset.piece) ? await this.sendPieces() : "";
      this.hear(await this.finish(key));
    } catch (problem) {
      this.hear(problem.answer || { status: 0 });
    }
  }

  // The form without files that were chosen, with this file or, if that is here already, its key.
  finish(key) {
    const { form } = this.uploads, data = new FormData();
    for (const name of ["csrf_token", "into"]) data.append(name, form.elements[name].value);
    data.append("upload", "1");
    data.append("alternative", this.words.value);
    if (key) data.append("sent", key);
    else data.append("file", this.file);
    return post(form.action, data, share => { if (!key) this.bar.value = 100 * share; });
  }

  // What the server says is here counts, so that a broken connection, a reload or another window goes on.
  async sendPieces() {
    const { pieces, piece } = this.uploads.form.dataset, { file } = this;
    const facts = { csrf_token: this.token, name: file.name, size: file.size, changed: file.lastModified };
    const begun = heard(await this.patiently(() => post(pieces, new URLSearchParams(facts))));
    let { offset } = begun;
    while (offset < file.size) {
      const from = offset;
      const part = file.slice(from, from + Number(piece));
      const progress = share => { this.bar.value = 100 * (from + share * part.size) / file.size; };
      const headers = { "Content-Type": "application/octet-stream", "X-CSRF-Token": this.token };
      const answer = await this.patiently(
        () => post(`${pieces}?key=${begun.key}&offset=${from}`, part, progress, headers),
      );
      ({ offset } = answer.status === 409 ? answer.said : heard(answer));
      if (!(offset >= 0)) throw new Error("The server does not say where to go on.");
      this.bar.value = 100 * offset / file.size;
    }
    return begun.key;
  }

  get token() { return this.uploads.form.elements.csrf_token.value; }

  // Tries again while there is no connection, longer apart each time.
  async patiently(send) {
    for (const pause of PAUSES) {
      const answer = await send();
      if (answer.status !== 0 && answer.status < 502) {
        this.say(this.uploads.form.dataset.sending);
        return answer;
      }
      this.say(this.uploads.form.dataset.waiting);
      await rest(pause);
    }
    return send();
  }

  hear({ status, said }) {
    const arrived = status === 200 && said && !said.problem;
    this.row.dataset.state = arrived ? "kept" : "failed";
    if (arrived) this.bar.value = 100;
    const { dataset } = this.uploads.form;
    if (arrived) return this.arrived(said, dataset.kept);
    const problem = (said && said.problem) || dataset.failed;
    if (said && said.lacks_words) {
      this.say("");
      return this.ask(problem);
    }
    this.say(problem);
    this.again.hidden = false;
  }

  arrived(said, text) {
    this.say(text);
    if (!said.address) return;
    const link = Object.assign(document.createElement("a"), { href: said.address, textContent: said.title });
    this.row.querySelector(".said").append(" ", link);
  }
}

class Uploads {
  constructor(form) {
    this.form = form;
    this.template = form.querySelector("template");
    this.list = form.querySelector(".sendings");
    this.input = form.querySelector("input[type=file]");
    this.waiting = [];
    this.running = false;
    for (const each of form.querySelectorAll("[data-plain]")) each.hidden = true;
    for (const each of form.querySelectorAll("[data-script]")) each.hidden = false;
    this.input.addEventListener("change", () => { this.take(this.input.files); this.input.value = ""; });
    form.addEventListener("submit", event => event.preventDefault());
    this.listenForDrops();
  }

  listenForDrops() {
    const place = this.form.closest("[data-drop]") || this.form;
    const over = is => event => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      place.classList.toggle("over", is);
    };
    place.addEventListener("dragover", over(true));
    place.addEventListener("dragleave", over(false));
    place.addEventListener("drop", event => {
      over(false)(event);
      const folded = this.form.closest("details");
      if (folded && event.dataTransfer.files.length) folded.open = true;
      this.take(event.dataTransfer.files);
    });
  }

  take(files) {
    for (const file of this.input.multiple ? [...files] : [...files].slice(0, 1)) {
      const sending = new Sending(this, file);
      this.list.hidden = false;
      this.list.append(sending.row);
      if (PICTURE.test(file.name)) sending.ask("");
      else this.queue(sending);
    }
    const asked = this.list.querySelector("li:not([data-state]) .field:not([hidden]) input");
    if (asked) asked.focus();
  }

  async queue(sending) {
    if (!this.waiting.includes(sending)) this.waiting.push(sending);
    sending.again.hidden = true;
    if (this.running) return;
    this.running = true;
    while (this.waiting.length) await this.waiting.shift().send();
    this.running = false;
    await fetch(this.form.dataset.page).then(renew).catch(() => undone(this.form));
  }
}

// Sends, and returns the status, 0 without a connection, and what was said as data, if that was said.
function post(address, body, progress = () => {}, headers = {}) {
  return new Promise(done => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", event => {
      if (event.lengthComputable && event.total) progress(event.loaded / event.total);
    });
    request.addEventListener("loadend", () => done({ status: request.status, said: saidIn(request) }));
    request.send(body);
  });
}

function saidIn(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}

// Returns what was said if that was done; what was said instead ends the sending.
function heard(answer) {
  if (answer.status === 200 && answer.said) return answer.said;
  throw Object.assign(new Error(answer.status), { answer });
}

// Waits, but no longer than until the connection is back.
function rest(milliseconds) {
  return new Promise(done => {
    const timer = setTimeout(go, milliseconds);
    function go() {
      clearTimeout(timer);
      removeEventListener("online", go);
      done();
    }
    addEventListener("online", go);
  });
}

// Puts the lists of the page that was answered in the place of those that are shown.
async function renew(answer) {
  if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const lists = [...document.querySelectorAll("[data-fresh]")];
  if (!lists.every(each => page.getElementById(each.id))) throw new Error(answer.url);
  for (const each of lists) each.replaceWith(page.getElementById(each.id));
  document.dispatchEvent(new Event("renewed"));
  const told = page.querySelector("#files > [role=alert]:not([data-undone])");
  document.querySelector("#files > [role=alert]:not([data-undone])")?.remove();
  if (told) document.querySelector("#files > header").after(told);
}

function undone(form, is = true) {
  const told = form.closest("section")?.querySelector("[data-undone]");
  if (told) told.hidden = !is;
}

async function change(event) {
  const { target: form, submitter } = event;
  const list = form.closest("#files [data-fresh]");
  if (!list) return;
  event.preventDefault();
  const data = new FormData(form, submitter);
  try {
    await renew(await fetch(form.action, { method: "POST", body: data }));
    undone(document.getElementById("attached"), false);
    document.getElementById(list.id).focus();
  } catch {
    undone(form);
  }
}

const all = [...document.querySelectorAll("form.upload")].map(form => new Uploads(form));
document.addEventListener("submit", change);
addEventListener("beforeunload", event => {
  if (all.some(each => each.running)) event.preventDefault();
});
