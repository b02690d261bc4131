// Sends chosen or dropped files one after the other, each with a bar of its own; without a script the
// same form sends them all at once. What is done with a listed file changes only the list.
"use strict";

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

  send() {
    const { form } = this.uploads;
    const data = new FormData();
    for (const name of ["csrf_token", "into"]) data.append(name, form.elements[name].value);
    data.append("upload", "1");
    data.append("alternative", this.words.value);
    data.append("file", this.file);
    this.again.hidden = this.field.hidden = true;
    this.row.dataset.state = "sending";
    this.say(form.dataset.sending);
    return new Promise(done => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", event => {
        if (event.lengthComputable) this.bar.value = 100 * event.loaded / event.total;
      });
      request.addEventListener("loadend", () => { this.hear(request); done(); });
      request.send(data);
    });
  }

  hear(request) {
    const answer = answerOf(request);
    const arrived = request.status === 200 && answer && !answer.problem;
    this.row.dataset.state = arrived ? "kept" : "failed";
    this.bar.value = arrived ? 100 : 0;
    const { dataset } = this.uploads.form;
    if (arrived) return this.say(dataset.kept);
    const problem = (answer && answer.problem) || dataset.failed;
    if (answer && answer.lacks_words) {
      this.say("");
      return this.ask(problem);
    }
    this.say(problem);
    this.again.hidden = false;
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
    const over = is => event => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      this.form.classList.toggle("over", is);
    };
    this.form.addEventListener("dragover", over(true));
    this.form.addEventListener("dragleave", over(false));
    this.form.addEventListener("drop", event => {
      over(false)(event);
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

function answerOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}

// Puts the lists of the page that was answered in the place of those that are shown.
async function renew(answer) {
  if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const lists = [...document.querySelectorAll("[data-fresh]")];
  if (!lists.every(each => page.getElementById(each.id))) throw new Error(answer.url);
  for (const each of lists) each.replaceWith(page.getElementById(each.id));
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
