// L’annuaire gardé sur l’appareil : le demander, le retirer, chercher dedans sans réseau.
import { Directory, SHOWN } from './offline-search.js';

const place = document.querySelector('[data-offline]');
const said = place.dataset;
const status = place.querySelector('[role="status"]');
const results = document.getElementById('offline-results');
const form = document.getElementById('offline-search');

const make = (name, text = '', className = '') => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
};

function button(label, act) {
  const made = make('button', label, 'btn btn--2');
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

async function offer() {
  const kept = await navigator.serviceWorker.getRegistration(said.scope);
  const ours = kept && new URL(kept.scope).pathname === said.scope;
  place.querySelector('.btns').replaceChildren(ours ? button(said.remove, remove) : button(said.keep, keep));
  if (ours) status.textContent = said.kept;
}

async function keep() {
  status.textContent = said.keeping;
  try {
    const registration = await navigator.serviceWorker.register(said.worker, { scope: said.scope });
    await new Promise((done, failed) => {
      const worker = registration.installing ?? registration.waiting ?? registration.active;
      const look = () => (worker.state === 'activated' ? done() : worker.state === 'redundant' && failed());
      worker.addEventListener('statechange', look);
      look();
    });
    await offer();
  } catch (error) {
    status.textContent = said.failed;
  }
}

async function remove() {
  const registration = await navigator.serviceWorker.getRegistration(said.scope);
  await registration?.unregister();
  for (const name of await caches.keys()) if (name.startsWith(`hors-ligne:${said.home}:`)) await caches.delete(name);
  status.textContent = said.removed;
  await offer();
}

function card(row, directory) {
  const made = make('article', '', 'card');
  made.dataset.theme = row.h;
  made.append(make('h3', row.n), make('p', directory.label(row) + (row.f ? ` · ${said.fictional}` : ''), 'muted'));
  if (row.x) made.append(make('p', row.x, 'notice'));
  const facts = make('ul', '', 'offline-facts');
  for (const text of [row.a ?? row.c, row.g, ...(row.o ?? [said.unknownHours]), row.e, row.v]) {
    if (text) facts.append(make('li', text));
  }
  made.append(facts);
  if (row.p) {
    const call = make('a', row.p[1], 'tel');
    call.href = row.p[0];
    const line = make('p', row.p[2] ? `${row.p[2]} ` : '');
    line.append(call);
    made.append(line);
  }
  return made;
}

function show(rows, directory, text) {
  const items = rows.slice(0, SHOWN).map((row) => {
    const item = make('li');
    item.append(card(row, directory));
    return item;
  });
  results.replaceChildren(...items);
  const count = rows.length ? said.found.replace('#', String(rows.length)) : said.nothing;
  document.getElementById('offline-count').textContent = text ? count : '';
}

async function open() {
  const answer = await fetch(said.data);
  if (!answer.ok) throw new Error(answer.status);
  const data = await answer.json();
  const directory = new Directory(data);
  document.getElementById('offline-date').textContent = said.dated.replace('#', data.made);
  const asked = new URL(location.href);
  const listing = asked.pathname.match(/\/services\/([^/]+)/);
  if (listing && directory.of(decodeURIComponent(listing[1]))) {
    show([directory.of(decodeURIComponent(listing[1]))], directory, ' ');
  }
  const search = () => show(directory.find(form.elements.q.value), directory, form.elements.q.value.trim());
  form.addEventListener('submit', (event) => { event.preventDefault(); search(); });
  form.elements.q.addEventListener('input', search);
  const typed = form.elements.q.value || [asked.searchParams.get('q'), asked.searchParams.get('ou')].filter(Boolean).join(' ');
  if (typed) { form.elements.q.value = typed; search(); }
  form.hidden = false;
}

place.querySelector('[data-without]').hidden = true;
if ('serviceWorker' in navigator && 'caches' in window) offer();
else status.textContent = said.impossible;
open().catch(() => { status.textContent = said.failed; });
