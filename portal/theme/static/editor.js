// Makes an editor of each field of rich text. Without it, the field shows the HTML itself.
"use strict";

const ALIGNABLE = "p,h2,h3,h4,td,th";
const KEPT = "p[class],h2[class],h3[class],h4[class],ul,ol,li,strong/b,em/i,u/ins,s/del/strike,sub,sup," +
  "blockquote,table,caption,thead,tbody,tfoot,tr,th[colspan|rowspan|scope|class]," +
  "td[colspan|rowspan|scope|class],a[href|title],img[src|alt|width|height],figure,figcaption,hr,br";
const LANGUAGES = { "zh-CN": "zh-Hans", "zh-Hans": "zh-Hans", "zh-Hant": "zh-Hant" };
const TIDY_MOST = 20_000_000;

const saving = document.getElementById("saving");
const form = document.getElementById("form");
const links = new LinkChooser(document.getElementById("choose-link"));
const pictures = new PictureChooser(document.getElementById("choose-picture"));
const troubles = new Troubles(document.getElementById("troubles"));
form.addEventListener("saved", event => troubles.show(event.detail.troubles));

/** Show one of the states of the line above the form; its text may come from elsewhere. */
function tell(state, text) {
  for (const each of saving.querySelectorAll("[data-state]")) {
    each.hidden = each.dataset.state !== state;
    if (!each.hidden && text) each.textContent = text;
  }
}

/** Leave out what the house keeps never and word processors send much of. */
function shortened(html) {
  return html.replace(/<!--[\s\S]*?-->/g, "").replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/src="data:[^"]*"/gi, "");
}

/** Let the server clean what is on the clipboard, and put it where the cursor is. */
async function paste(editor, html) {
  tell("pasting");
  try {
    const answer = await fetch(saving.dataset.clean, {
      method: "POST",
      headers: { "Content-Type": "text/plain;charset=utf-8", "X-CSRF-Token": form.elements.csrf_token.value },
      body: html,
    });
    if (!answer.ok) throw new Error(answer.statusText);
    const cleaned = await answer.json();
    editor.undoManager.transact(() => editor.insertContent(cleaned.html));
    editor.save();
    tell("");
    changed(editor);
  } catch {
    tell("paste-failed");
  }
}

function changed(editor) {
  editor.getElement().dispatchEvent(new Event("input", { bubbles: true }));
}

/** Add the button of one of our dialogs, which is pressed where the cursor is at such a thing. */
function addButton(editor, name, icon, chooser, selector) {
  editor.ui.registry.addToggleButton(name, {
    icon,
    tooltip: chooser.dialog.dataset.button,
    onAction: () => chooser.open(editor),
    onSetup: button => editor.selection.selectorChangedWithUnbind(selector, button.setActive).unbind,
  });
}

function connect(editor) {
  const field = editor.getElement();
  addButton(editor, "chooselink", "link", links, "a[href]");
  addButton(editor, "choosepicture", "image", pictures, "img");
  editor.on("paste", event => {
    const board = event.clipboardData;
    if (!board || editor.readonly || board.types.includes("x-tinymce/html")) return;
    const html = shortened(board.getData("text/html"));
    if (!html) return;
    event.preventDefault();
    if (html.length > TIDY_MOST) tell("paste-failed");
    else paste(editor, html);
  });
  editor.on("input change undo redo SetContent", event => {
    if (event.initial || !editor.initialized) return;
    editor.setDirty(true);
    changed(editor);
  });
  editor.on("keydown", event => {
    if (!field.dispatchEvent(new KeyboardEvent("keydown", event))) event.preventDefault();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (!event.isComposing) links.open(editor);
  });
  editor.on("compositionstart compositionend", event =>
    field.dispatchEvent(new CompositionEvent(event.type, { bubbles: true })));
  editor.on("init SetContent", () => troubles.mark(editor));
  field.addEventListener("fill", () => editor.setContent(field.value));
  // What only the editor spells differently was not written by anybody.
  const original = field.value;
  let first = null;
  editor.on("init", () => first = editor.getContent());
  form.addEventListener("collect", () => {
    if (first === null) return;
    if (editor.getContent() === first) field.value = original;
    else editor.save();
  });
}

for (const field of document.querySelectorAll("textarea.rich-text")) {
  const language = LANGUAGES[document.documentElement.lang];
  tinymce.init({
    target: field,
    ...(language && { language }),
    cache_suffix: new URL(document.querySelector('script[src*="tinymce"]').src).search,
    plugins: "autolink fullscreen lists searchreplace table wordcount",
    toolbar: "undo redo | blocks | bold italic | aligncenter alignright | bullist numlist | table chooselink choosepicture | removeformat searchreplace fullscreen",
    block_formats: saving.dataset.blocks,
    formats: {
      aligncenter: { selector: ALIGNABLE, classes: "centred" },
      alignright: { selector: ALIGNABLE, classes: "right" },
      underline: { inline: "u" },
      strikethrough: { inline: "s" },
    },
    valid_elements: KEPT,
    valid_classes: "centred right",
    valid_styles: {},
    entity_encoding: "raw",
    convert_urls: false,
    menubar: false,
    branding: false,
    elementpath: false,
    resize: false,
    promotion: false,
    contextmenu: false,
    browser_spellcheck: true,
    min_height: 520,
    height: 620,
    toolbar_mode: "wrap",
    object_resizing: "img",
    table_toolbar: "tableprops tabledelete | tableinsertrowbefore tableinsertrowafter tabledeleterow | tableinsertcolbefore tableinsertcolafter tabledeletecol | tablemergecells tablesplitcells tablerowheader",
    table_default_attributes: {},
    table_default_styles: {},
    table_sizing_mode: "responsive",
    table_resize_bars: false,
    table_use_colgroups: false,
    table_appearance_options: false,
    table_advtab: false,
    table_cell_advtab: false,
    table_row_advtab: false,
    paste_data_images: false,
    body_class: "prose",
    content_css: saving.dataset.styles.split(" "),
    setup: connect,
  });
}
