// Ma sélection sur cet appareil, seulement quand la famille touche un lien. Sans script, elle voyage dans l’adresse.
const KEY = 'selection';
const MOST = 20;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const kept = () => {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? [...new Set(found)].filter((slug) => typeof slug === 'string' && slug.length <= 160 && SLUG.test(slug)).slice(-MOST) : [];
  } catch {
    return [];
  }
};

// Vrai quand l’appareil a bien voulu : sinon liens et boutons gardent leur effet ordinaire.
const keep = (slugs) => {
  try {
    if (slugs.length) localStorage.setItem(KEY, JSON.stringify(slugs.slice(-MOST)));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
};

const slugsOf = (address) => (new URL(address, location.href).searchParams.get('fiches') ?? '').split(',').filter(Boolean);
const bar = document.querySelector('[data-selection]');
const picks = [...document.querySelectorAll('.pick')];
const add = picks[0]?.firstChild.textContent;
const slugOf = (pick) => pick.href ? slugsOf(pick.href).at(-1) : new URL(pick.closest('.card').querySelector('a').href).pathname.split('/').at(-1);

const show = () => {
  const slugs = kept();
  for (const pick of picks) {
    const inside = slugs.includes(slugOf(pick));
    pick.firstChild.textContent = inside ? bar.dataset.remove : add;
    pick.classList.toggle('picked', inside);
  }
  if (!bar || !picks.length) return;
  bar.hidden = !slugs.length;
  const link = bar.querySelector('a');
  link.href = `${link.pathname}?fiches=${slugs.join(',')}`;
  link.querySelector('span').textContent = String(slugs.length);
};

const toggle = (event) => {
  const slug = slugOf(event.currentTarget);
  const slugs = kept();
  const others = slugs.filter((each) => each !== slug);
  if (!keep(others.length < slugs.length ? others : [...slugs, slug])) return;
  event.preventDefault();
  show();
};

for (const pick of picks) pick.addEventListener('click', toggle);
if (bar) {
  const carried = slugsOf(bar.querySelector('a').href);
  if (carried.length && !kept().length) keep(carried);
  show();
  addEventListener('storage', show);
  addEventListener('pageshow', show);
}

// La page de la sélection.
const here = slugsOf(location.href);
if (document.querySelector('[data-empty]') && !location.search && kept().length) {
  location.replace(`${location.pathname}?fiches=${kept().join(',')}`);
}
for (const link of document.querySelectorAll('[data-forget]')) {
  link.addEventListener('click', () => keep(link.dataset.forget === '*' ? [] : kept().filter((slug) => slug !== link.dataset.forget)));
}
const offer = document.querySelector('[data-keep]');
if (offer && here.join() !== kept().join()) {
  offer.hidden = false;
  const button = offer.querySelector('button');
  button.addEventListener('click', () => {
    if (!keep(here)) return;
    offer.textContent = button.dataset.kept;
    offer.setAttribute('role', 'status');
  });
}
