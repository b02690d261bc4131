// Offers to print the page, where there is a script that can.
"use strict";

for (const button of document.querySelectorAll(".print")) {
  button.addEventListener("click", () => print());
  button.hidden = false;
}
