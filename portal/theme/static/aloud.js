// Reads title and text of a page aloud, where the browser has a voice for its language.
"use strict";

const PIECE_MAX = 180; // characters; some browsers fall silent in longer ones
const SENTENCES = /[^。！？；.!?;\n]+[。！？；.!?;\n]*/g;
const button = document.querySelector(".aloud");
const voices = window.speechSynthesis;

function voiceOfPage() {
  const language = document.documentElement.lang.slice(0, 2);
  const known = voices.getVoices().filter((voice) => voice.lang.slice(0, 2) === language);
  return known.find((voice) => /^(zh.CN|en.US)/.test(voice.lang)) || known[0];
}

function pieces() {
  const main = document.querySelector("main");
  const heading = main.querySelector("h1").innerText;
  const text = (main.querySelector(".prose") || main).innerText;
  const sentences = (heading + "\n" + text.replace(heading, "")).match(SENTENCES) || [];
  const cut = new RegExp(".{1," + PIECE_MAX + "}", "gs");
  return sentences.flatMap((each) => each.trim().match(cut) || []);
}

function show(speaking) {
  const [start, stop] = button.children;
  button.classList.toggle("speaking", speaking);
  start.hidden = speaking;
  stop.hidden = !speaking;
}

function stop() {
  voices.cancel();
  show(false);
}

function read() {
  const voice = voiceOfPage();
  const spoken = pieces().map((piece) => {
    const said = new SpeechSynthesisUtterance(piece);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = 0.9;
    return said;
  });
  spoken[spoken.length - 1].onend = stop;
  show(true);
  spoken.forEach((each) => voices.speak(each));
}

function offer() {
  button.hidden = !voiceOfPage();
}

if (button && voices) {
  button.addEventListener("click", () => (button.children[0].hidden ? stop() : read()));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
  });
  addEventListener("pagehide", stop);
  voices.addEventListener("voiceschanged", offer);
  offer();
}
