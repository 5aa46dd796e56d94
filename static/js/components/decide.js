// Le bouton compte ce qu’il va faire, à mesure que l’on décide. Sans ce fichier, il dit simplement d’enregistrer.
const number = (sentence, count) => sentence.replace('{n}', count);

const sentence = (form) => {
  const { publishOne, publishMany, refuseOne, refuseMany, both, missing } = form.dataset;
  const fields = form.querySelectorAll('.choices').length;
  const chosen = [...form.querySelectorAll('.choices input:checked')].map((input) => input.value);
  const refused = chosen.filter((value) => value === 'refuser').length;
  const published = chosen.length - refused;
  if (chosen.length < fields) return number(missing, fields - chosen.length);
  const publish = published > 1 ? number(publishMany, published) : publishOne;
  const refuse = refused > 1 ? number(refuseMany, refused) : refuseOne;
  if (!refused) return publish;
  return published ? number(both.replace('{published}', publish), refused) : refuse;
};

for (const form of document.querySelectorAll('form.decide[data-both]')) {
  const label = form.querySelector('.counted');
  form.classList.add('counts');
  const say = () => { label.textContent = sentence(form); };
  form.addEventListener('change', say);
  say();
  // Un second clic pendant l’envoi ne fait rien de plus.
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = '1';
  });
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form.decide')) delete form.dataset.sent;
});
