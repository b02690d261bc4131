// Buttons that copy the address in the field beside them.
"use strict";

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const [ask, told] = button.querySelectorAll("span");
  button.hidden = false;

  async function copied(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    field.select(); // pages without https have no clipboard of their own
    if (!document.execCommand("copy")) throw new Error("not copied");
  }

  button.addEventListener("click", async () => {
    try {
      await copied(field.value);
      ask.hidden = true;
      told.hidden = false;
      setTimeout(() => [ask.hidden, told.hidden] = [false, true], 3_000);
    } catch {
      field.select(); // and the person copies it by hand
    }
  });
  field.addEventListener("focus", () => field.select());
}
