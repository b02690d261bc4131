// The dialogs in which one chooses what a text links to, and the pictures that it shows.
"use strict";

const ADDRESS = /^(?:https?:\/\/|mailto:|tel:|[/#])\S|^www\.\S+\.\S/i;
const SEARCH_PAUSE = 250;

class Chooser {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("input[type=search]");
    this.list = dialog.querySelector(".found");
    this.template = dialog.querySelector("template");
    this.present = dialog.querySelector(".present");
    this.asked = this.waiting = 0;
    this.input.addEventListener("input", event => event.isComposing || this.later());
    this.input.addEventListener("compositionend", () => this.later());
    dialog.addEventListener("keydown", event => event.isComposing || this.key(event));
    this.on("close", () => dialog.close());
    dialog.addEventListener("close", () => this.editor.focus());
  }

  deed(name) { return this.dialog.querySelector(`[data-deed=${name}]`); }

  on(name, act) { this.deed(name).addEventListener("click", act); }

  open(editor) {
    this.editor = editor;
    this.bookmark = editor.selection.getBookmark(2, true);
    this.input.value = "";
    this.list.replaceChildren();
    this.say("");
    this.dialog.showModal();
    this.input.focus();
  }

  /** Close the dialog, and change the text where the cursor was. */
  change(act) {
    const { editor } = this;
    this.dialog.close();
    editor.focus();
    editor.selection.moveToBookmark(this.bookmark);
    editor.undoManager.transact(act);
    editor.save();
    changed(editor);
  }

  say(state, count) {
    for (const each of this.dialog.querySelectorAll("[role=status] [data-state]")) each.hidden = each.dataset.state !== state;
    if (state === "found") this.dialog.querySelector("[data-state=found] b").textContent = count;
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.search(), SEARCH_PAUSE);
  }

  async ask(query) {
    const answer = await fetch(`${this.dialog.dataset.address}?${new URLSearchParams(query)}`);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  /** Show what fits the words; tell whether anything newer was asked for meanwhile. */
  async search(page = 1) {
    clearTimeout(this.waiting);
    const turn = ++this.asked;
    try {
      const told = await this.ask({ words: this.input.value.trim(), page });
      if (turn !== this.asked) return false;
      this.list.replaceChildren(...told.found.map(each => this.row(each)));
      this.say("found", told.total ?? told.found.length);
      this.turned(told);
    } catch {
      if (turn === this.asked) this.say("failed");
    }
    return turn === this.asked;
  }

  turned() {}

  key(event) {
    const { target, key } = event;
    const buttons = [...this.list.querySelectorAll("button")];
    const at = buttons.indexOf(target);
    if (key === "Escape") { // a search field would only be emptied
      event.preventDefault();
      this.dialog.close();
    } else if (target === this.input && key === "Enter") {
      event.preventDefault();
      this.enter();
    } else if (key === "ArrowDown" && target === this.input && buttons.length) {
      event.preventDefault();
      buttons[0].focus();
    } else if (at >= 0 && ["ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"].includes(key)) {
      event.preventDefault();
      const next = at + (key === "ArrowDown" || key === "ArrowRight" ? 1 : -1);
      (buttons[next] || (next < 0 ? this.input : target)).focus();
    }
  }

  async enter() {
    if (await this.search()) this.list.querySelector("button")?.focus();
  }
}

class LinkChooser extends Chooser {
  constructor(dialog) {
    super(dialog);
    this.on("address", () => this.choose(this.typed, this.typed));
    this.on("remove", () => this.change(() => this.editor.execCommand("unlink")));
    this.input.addEventListener("input", () => this.deed("address").hidden = !this.typed);
  }

  /** The address that was typed, if it is one. */
  get typed() {
    const text = this.input.value.trim();
    return ADDRESS.test(text) ? text.replace(/^www\./i, "https://$&") : "";
  }

  open(editor) {
    this.anchor = editor.dom.getParent(editor.selection.getStart(), "a[href]");
    super.open(editor);
    const address = this.anchor ? this.anchor.getAttribute("href") : "";
    const identity = /^\/@(-?\d+)/.exec(address);
    this.deed("remove").hidden = !this.anchor;
    this.present.hidden = true;
    if (identity) this.tellPresent(identity[1]);
    else this.input.value = address;
    this.input.select();
    this.deed("address").hidden = !this.typed;
    if (!this.typed) this.search();
  }

  async tellPresent(oid) {
    const told = await this.ask({ oid }).catch(() => ({ found: [] }));
    this.present.querySelector("b").textContent = told.found[0]?.title || "?";
    this.present.hidden = false;
  }

  row(page) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.querySelector("b").textContent = page.title;
    row.querySelector("small").textContent = [page.place, page.when, page.state].filter(Boolean).join(" · ");
    row.querySelector("button").addEventListener("click", () => this.choose(page.address, page.title));
    return row;
  }

  enter() {
    return this.typed ? this.choose(this.typed, this.typed) : super.enter();
  }

  choose(href, words) {
    const { editor, anchor } = this;
    this.change(() => {
      const { dom, selection } = editor;
      if (anchor) dom.setAttrib(anchor, "href", href);
      else if (!selection.isCollapsed()) editor.execCommand("mceInsertLink", false, { href });
      else editor.insertContent(`<a href="${dom.encode(href)}">${dom.encode(words)}</a>`);
    });
  }
}

class PictureChooser extends Chooser {
  constructor(dialog) {
    super(dialog);
    this.upload = dialog.querySelector(".upload-one");
    this.on("previous", () => this.search(this.page - 1));
    this.on("next", () => this.search(this.page + 1));
    this.present.addEventListener("submit", event => { event.preventDefault(); this.describe(); });
    this.upload.addEventListener("submit", event => { event.preventDefault(); this.send(); });
  }

  open(editor) {
    const node = editor.selection.getNode();
    this.image = node.nodeName === "IMG" ? node : null;
    this.pending = null;
    super.open(editor);
    this.upload.reset();
    for (const each of this.dialog.querySelectorAll(".problem")) this.blame(each.id, false);
    this.present.hidden = !this.image;
    this.present.querySelector("input").value = this.image ? this.image.alt : "";
    this.search();
  }

  row(picture) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.querySelector("img").src = picture.face;
    row.querySelector("b").textContent = picture.title;
    row.querySelector("small").textContent = picture.alternative;
    row.querySelector("button").addEventListener("click", () => this.choose(picture));
    return row;
  }

  turned({ page, pages }) {
    this.page = page;
    this.deed("previous").hidden = page <= 1;
    this.deed("next").hidden = page >= pages;
  }

  /** Show or hide what is wrong with a field. */
  blame(id, wrong, text) {
    const problem = document.getElementById(id);
    const field = this.dialog.querySelector(`[aria-describedby~=${id}]`);
    if (text) problem.textContent = text;
    problem.hidden = !wrong;
    if (!field) return;
    field.toggleAttribute("aria-invalid", wrong);
    if (wrong) field.setAttribute("aria-invalid", "true");
    if (wrong) field.focus();
  }

  /** Insert a picture; one that says nothing has to be described first. */
  choose(picture) {
    if (!picture.alternative.trim()) {
      this.pending = picture;
      this.present.hidden = false;
      this.present.querySelector("input").value = "";
      this.blame("picture-present-problem", true);
      return;
    }
    const { editor } = this;
    const { encode } = editor.dom;
    this.change(() => editor.insertContent(
      `<img src="${encode(picture.source)}" alt="${encode(picture.alternative)}" width="${picture.width}" height="${picture.height}">`));
  }

  describe() {
    const alternative = this.present.querySelector("input").value.trim();
    this.blame("picture-present-problem", !alternative);
    if (!alternative) return;
    if (this.pending) this.choose({ ...this.pending, alternative });
    else this.change(() => this.editor.dom.setAttrib(this.image, "alt", alternative));
  }

  async send() {
    const { file, alternative } = this.upload.elements;
    const missing = { "picture-none": !file.files.length, "picture-alternative-problem": !alternative.value.trim() };
    this.blame("picture-file-problem", false);
    for (const [id, wrong] of Object.entries(missing).reverse()) this.blame(id, wrong);
    if (missing["picture-none"]) file.focus();
    if (Object.values(missing).includes(true)) return;
    const data = new FormData(this.upload);
    data.append("csrf_token", form.elements.csrf_token.value);
    const button = this.upload.querySelector("button");
    button.disabled = true;
    try {
      const answer = await fetch(this.dialog.dataset.address, { method: "POST", body: data });
      const told = await answer.json();
      if (told.picture) this.choose(told.picture);
      else this.blame(told.lacks_words ? "picture-alternative-problem" : "picture-file-problem", true, told.problem);
    } catch {
      this.say("failed");
    }
    button.disabled = false;
  }
}

/** The list of what is to be repaired in a text, and marks in the text itself. */
class Troubles {
  constructor(place) {
    this.place = place;
    this.list = place.querySelector("ul");
    this.addresses = [...this.list.children].map(each => each.dataset.address);
    this.editors = [];
  }

  mark(editor) {
    if (!this.editors.includes(editor)) this.editors.push(editor);
    for (const each of editor.getBody().querySelectorAll("a[href], img[src]")) {
      const address = each.getAttribute("href") || each.getAttribute("src");
      each.classList.toggle("trouble", this.addresses.some(one => one && address.endsWith(one)));
      if (!each.classList.length) each.removeAttribute("class");
    }
  }

  show(troubles) {
    this.addresses = troubles.map(each => each.address);
    this.list.replaceChildren(...troubles.map(each => {
      const row = document.createElement("li"), words = document.createElement("b");
      words.textContent = each.words;
      row.append(words, " ", each.why);
      return row;
    }));
    this.place.hidden = !troubles.length;
    for (const each of this.editors) this.mark(each);
  }
}
