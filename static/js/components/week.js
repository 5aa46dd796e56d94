// La semaine, quand le navigateur exécute les scripts : copier un jour sans aller-retour. Sans script, le bouton envoie.
const form = document.querySelector('#semaine')?.closest('form');

const times = (day) => [...form.querySelectorAll(`[data-day="${day}"] .slot input`)];

// Seulement quand chaque jour coché montre autant de lignes que le jour copié ; sinon le serveur les ajoute.
const copy = (from, onto) => {
  const source = times(from).map((input) => input.value);
  const targets = onto.filter((day) => day !== from).map(times);
  if (targets.some((inputs) => inputs.length < source.length)) return false;
  for (const inputs of targets) inputs.forEach((input, rank) => { input.value = source[rank] ?? ''; });
  return true;
};

form?.addEventListener('submit', (event) => {
  if (event.submitter?.value !== 'copier') return;
  const ticked = [...form.querySelectorAll('[name="onto"]:checked')].map((box) => box.value);
  if (!copy(form.elements.copied.value, ticked)) return;
  event.preventDefault();
  form.querySelector('#semaine').scrollIntoView();
});
