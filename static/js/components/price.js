// Le prix, calculé dans la page : ni le quotient ni les revenus ne quittent l’appareil. Sans script, la grille entière.
const LARGEST = 99999;

// Un nombre écrit par une famille : « 1 250,50 ». Rien : ''. Pas un nombre, ou trop grand : NaN.
export const read = (text) => {
  const plain = text.replace(/[\s\u00a0\u202f€]/g, '').replace(',', '.');
  if (!plain) return '';
  return /^\d{1,5}(\.\d{1,2})?$/.test(plain) && Number(plain) <= LARGEST ? Number(plain) : NaN;
};

// Les lignes d’une grille qui valent pour ce quotient ; les bornes comprises, une borne vide est ouverte.
const holds = (row, quotient) =>
  (!row.dataset.low || Number(row.dataset.low) <= quotient) && (!row.dataset.high || quotient <= Number(row.dataset.high));

// En centimes, arrondi au plus près : la même règle que app/catalogue/national_scale.py.
export const hourly = (rates, bounds, cents, children, disabled) => {
  const resources = Math.min(Math.max(cents, bounds.floor), bounds.ceiling);
  const line = Math.max(0, rates.findLastIndex((rate) => rate.children <= children));
  const { millionths } = rates[Math.min(line + disabled, rates.length - 1)];
  return Math.floor((2 * resources * millionths + 1e6) / 2e6);
};

const say = (box, sentence, lines = []) => {
  const said = box.querySelector('[role=status]');
  const first = document.createElement('p');
  first.textContent = sentence;
  const list = document.createElement('ul');
  for (const line of lines) list.appendChild(document.createElement('li')).textContent = line;
  said.replaceChildren(...(sentence ? [first] : []), ...(lines.length ? [list] : []));
};

const wrong = (box, input, is) => {
  input.setAttribute('aria-invalid', is);
  if (is) say(box, box.dataset.wrong);
  return is;
};

const byQuotient = (box) => {
  const input = box.querySelector('input');
  const tables = [...document.querySelectorAll('table.fees')].filter((table) => table.querySelector('[data-low],[data-high]'));
  const show = () => {
    const typed = read(input.value);
    for (const row of document.querySelectorAll('tr.yours')) row.classList.remove('yours');
    if (wrong(box, input, Number.isNaN(typed))) return;
    if (typed === '') { say(box, ''); return; }
    const quotient = Math.floor(typed);
    const lines = tables.flatMap((table) => {
      const rows = [...table.querySelectorAll('tr[data-row]')].filter((row) => holds(row, quotient));
      for (const row of rows) row.classList.add('yours');
      const what = table.caption.textContent.trim();
      return rows.length ? rows.map((row) => `${what}\u00a0: ${row.dataset.row ? `${row.dataset.row}\u00a0: ` : ''}${row.cells[1].textContent.trim()}`) : [`${what}\u00a0: ${box.dataset.none}`];
    });
    say(box, box.dataset.said.replace('#', String(quotient)), lines);
  };
  input.addEventListener('input', show);
};

const byIncome = (box) => {
  const [income, children, disabled] = box.querySelectorAll('input, select');
  const rates = [...document.querySelectorAll('tr[data-millionths]')].map(({ dataset }) => ({ children: Number(dataset.children), millionths: Number(dataset.millionths) }));
  const bounds = { floor: Number(box.dataset.floor), ceiling: Number(box.dataset.ceiling) };
  const money = (price) => new Intl.NumberFormat(document.documentElement.lang, { style: 'currency', currency: 'EUR', minimumFractionDigits: price % 100 ? 2 : 0 }).format(price / 100);
  const show = () => {
    const typed = read(income.value);
    if (wrong(box, income, Number.isNaN(typed))) return;
    if (typed === '') { say(box, ''); return; }
    const cents = Math.round(typed * 100);
    const price = hourly(rates, bounds, cents, Number(children.value), Number(disabled.value));
    const lines = [cents < bounds.floor ? box.dataset.low : '', cents > bounds.ceiling ? box.dataset.high : ''];
    say(box, box.dataset.said.replace('#', money(price)), lines.filter(Boolean));
  };
  for (const input of [income, children, disabled]) input.addEventListener('input', show);
};

for (const box of document.querySelectorAll('[data-estimate]')) {
  (box.dataset.estimate === 'revenus' ? byIncome : byQuotient)(box);
  box.hidden = false;
}
