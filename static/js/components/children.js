// Plusieurs enfants : leurs âges restent dans le navigateur. Ils n’entrent dans aucune adresse ni aucun envoi.
const KEY = 'enfants';
const MOST = 5;
const OLDEST = 25 * 12;
const AGE = /^(\d{1,3})\s*(mois|m|ans?|a)?(\s+et\s+demi)?$/i;

// « 8 mois, 3 ans et demi, 11 » : des mois ; null quand un âge ne se lit pas.
export const readAges = (text) => {
  const ages = text.split(/[,;/\n]|\bet\b(?!\s+demi)/).map((part) => part.trim()).filter(Boolean).map((part) => {
    const found = AGE.exec(part.replace(/[\u00a0\u202f]/g, ' '));
    if (!found) return null;
    const months = /^m/i.test(found[2] ?? '') ? Number(found[1]) : Number(found[1]) * 12;
    return months + (found[3] ? 6 : 0);
  });
  return ages.some((age) => age === null || age > OLDEST) ? null : ages;
};

const from = (storage) => {
  try { return storage().getItem(KEY) ?? ''; } catch { return ''; }
};
const into = (storage, text) => {
  try { if (text) storage().setItem(KEY, text); else storage().removeItem(KEY); } catch { /* un appareil qui ne garde rien */ }
};
const tab = () => sessionStorage;
const device = () => localStorage;

const made = (name, said) => Object.assign(document.createElement(name), said);

const build = (box) => {
  const { title, label, hint, remember } = box.dataset;
  const details = made('details', { className: 'children' });
  const field = made('div', { className: 'field' });
  const input = made('input', { className: 'input', id: 'ages', type: 'text', maxLength: 80, autocomplete: 'off' });
  const told = made('span', { className: 'hint', id: 'ages-hint', textContent: hint });
  const named = made('label', { textContent: label, htmlFor: 'ages' });
  const keep = made('input', { type: 'checkbox' });
  const check = made('label', { className: 'check' });
  const said = made('p');
  input.setAttribute('aria-describedby', 'ages-hint');
  said.setAttribute('role', 'status');
  check.append(keep, remember);
  field.append(named, told, input);
  details.append(made('summary', { textContent: title }), field, check, said);
  box.append(details);
  box.hidden = false;
  return { details, input, keep, said };
};

const mark = (box, ages, words) => {
  for (const old of document.querySelectorAll('.suits')) old.remove();
  if (!ages.length) return;
  for (const card of document.querySelectorAll('.card')) {
    const [low, high] = (card.dataset.ages ?? '').split('-').map(Number);
    const suited = words.filter((_, rank) => low <= ages[rank] && ages[rank] <= high);
    const sentence = !card.dataset.ages ? box.dataset.unknown : suited.length ? box.dataset.suits.replace('#', suited.join(', ')) : box.dataset.none;
    card.querySelector('.meta').after(made('p', { className: 'suits', textContent: sentence }));
  }
};

for (const box of document.querySelectorAll('[data-children]')) {
  const { details, input, keep, said } = build(box);
  const show = () => {
    const ages = readAges(input.value);
    const wrong = ages === null || ages.length > MOST;
    input.setAttribute('aria-invalid', wrong);
    said.textContent = wrong ? box.dataset.wrong : '';
    const words = input.value.split(/[,;/\n]|\bet\b(?!\s+demi)/).map((part) => part.trim()).filter(Boolean);
    mark(box, wrong ? [] : ages, words.map((word) => (/\D/.test(word) ? word : `${word}\u00a0${box.dataset.years}`)));
    into(tab, wrong ? '' : input.value.trim());
    into(device, keep.checked && !wrong ? input.value.trim() : '');
  };
  keep.checked = from(device) !== '';
  input.value = from(device) || from(tab);
  details.open = input.value !== '';
  if (input.value) show();
  input.addEventListener('input', show);
  keep.addEventListener('change', show);
}
