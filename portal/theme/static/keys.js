// Keys of the pages of staff, and the panels that they open. While an input method composes, nothing happens.
"use strict";

{
  const list = document.getElementById("keys"); // absent where the person has switched them off
  const places = document.getElementById("places");
  const outline = document.getElementById("outline");
  const TYPED_INTO = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

  function search() {
    const field = document.querySelector("dialog[open] input[type=search]")
      || document.querySelector("main input[type=search]") || document.querySelector("input[type=search]");
    field?.focus();
    field?.select();
  }

  function toggle(dialog) {
    if (dialog.open) dialog.close();
    else dialog.showModal();
  }

  async function showPlaces() {
    if (places.open) return places.close();
    const filled = places.querySelector(".filled");
    if (!filled.firstElementChild) {
      const answer = await fetch(document.getElementById("tree-link").href);
      if (!answer.ok) return location.assign(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      filled.replaceChildren(document.adoptNode(page.getElementById("tree")));
      narrowed(filled);
    }
    places.showModal();
    filled.querySelector("input").focus();
  }

  /** Let a tree be narrowed to the sections whose names have what is typed. */
  function narrowed(tree) {
    const field = tree.querySelector("input[type=search]");
    const rows = [...tree.querySelectorAll("li")];
    field.closest("p").hidden = false;
    field.addEventListener("input", () => {
      const words = field.value.trim().toLowerCase();
      const fits = rows.filter(row => !words || row.dataset.title.toLowerCase().includes(words));
      for (const row of rows) row.hidden = !fits.some(each => each === row || row.contains(each));
    });
  }

  function showOutline() {
    if (outline.open) return outline.close();
    const editor = window.tinymce?.activeEditor?.initialized ? tinymce.activeEditor : null;
    const place = editor ? editor.getBody() : document.querySelector("main");
    const rows = [...place.querySelectorAll("h2, h3, h4")].filter(each => each.textContent.trim()).map(heading => {
      const row = document.createElement("li"), button = document.createElement("button");
      row.dataset.level = heading.localName;
      button.className = "plain";
      button.textContent = heading.textContent;
      button.addEventListener("click", () => {
        outline.close();
        heading.scrollIntoView();
        if (editor) {
          editor.focus();
          editor.selection.setCursorLocation(heading, 0);
        } else {
          heading.tabIndex = -1;
          heading.focus();
        }
      });
      row.append(button);
      return row;
    });
    if (!rows.length) rows.push(Object.assign(document.createElement("li"), { textContent: outline.dataset.empty }));
    outline.querySelector(".filled").replaceChildren(...rows);
    outline.showModal();
  }

  function preview(event) {
    const panel = document.querySelector(".previewing");
    if (!panel) return;
    event.preventDefault();
    panel.open = !panel.open;
    if (panel.open) panel.querySelector("summary").focus();
  }

  const KEYS = { "?": () => toggle(list), "/": search, "[": showPlaces, "]": showOutline };

  addEventListener("keydown", event => {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey) {
      if (list && event.key.toLowerCase() === "p") preview(event);
      return;
    }
    if (!list || !KEYS[event.key] || event.target.closest?.(TYPED_INTO)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  document.getElementById("tree-link").addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showPlaces();
  });

  const menus = [...document.querySelectorAll(".toolbar details.menu")];
  addEventListener("click", event => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
  addEventListener("keydown", event => {
    const open = event.key === "Escape" && menus.find(menu => menu.open);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  const page = document.getElementById("tree");
  if (page) narrowed(page);
}
