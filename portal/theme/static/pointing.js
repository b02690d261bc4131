// Chooses the point of a picture that stays, by a click on the picture; the numbers do the same.
"use strict";

{
  const place = document.querySelector(".pointed");
  const image = place.querySelector("img"), mark = place.querySelector("i");
  const { across, down } = place.closest("form").elements;

  function show() {
    mark.hidden = false;
    mark.style.left = `${across.value}%`;
    mark.style.top = `${down.value}%`;
  }

  image.addEventListener("click", event => {
    const { left, top, width, height } = image.getBoundingClientRect();
    across.value = Math.round(100 * (event.clientX - left) / width);
    down.value = Math.round(100 * (event.clientY - top) / height);
    show();
  });
  for (const each of [across, down]) each.addEventListener("input", show);
  show();
}
