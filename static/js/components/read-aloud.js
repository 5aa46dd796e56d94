// Lit la page à voix haute, avec une voix de l’appareil seulement : rien ne part ailleurs. Sans voix, pas de bouton.
const synth = window.speechSynthesis;

function voiceOf(lang) {
  return synth.getVoices().find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(lang));
}

function sentences(element) {
  return [...element.querySelectorAll('dt, dd')].map((part) => part.textContent.trim()).filter(Boolean);
}

function offer(place) {
  if (place.firstChild || !voiceOf(place.dataset.lang)) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn--2';
  const say = (reading) => {
    button.textContent = reading ? place.dataset.stop : place.dataset.read;
    button.setAttribute('aria-pressed', String(reading));
  };
  button.addEventListener('click', () => {
    if (synth.speaking) return synth.cancel();
    const texts = sentences(document.getElementById(place.dataset.readAloud));
    texts.forEach((text, index) => {
      const said = new SpeechSynthesisUtterance(text);
      said.lang = place.dataset.lang;
      said.voice = voiceOf(place.dataset.lang);
      said.rate = 0.9;
      if (index === texts.length - 1) said.addEventListener('end', () => say(false));
      said.addEventListener('error', () => say(false));
      synth.speak(said);
    });
    say(true);
  });
  say(false);
  place.append(button);
}

if (synth) {
  for (const place of document.querySelectorAll('[data-read-aloud]')) {
    offer(place);
    synth.addEventListener('voiceschanged', () => offer(place));
  }
  window.addEventListener('pagehide', () => synth.cancel());
}
