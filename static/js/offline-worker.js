// Répond quand le réseau est coupé : la page « hors ligne », ses données, ses feuilles. Rien d’autre n’est gardé.
// `HOME` et `KEPT` sont écrits au-dessus par le serveur : une adresse qui change fait une nouvelle version.
const PREFIX = `hors-ligne:${HOME}:`;
const CACHE = PREFIX + KEPT.join('|').length + ':' + [...KEPT.join('|')].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) >>> 0, 7);

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(KEPT.map((address) => new Request(address, { cache: 'reload' })));
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

async function fresh(request, kept) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(kept, answer.clone());
    return answer;
  } catch (error) {
    return (await cache.match(kept)) ?? Response.error();
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (address.pathname === HOME || address.pathname === KEPT[1]) {
    event.respondWith(fresh(request, address.pathname));
  } else if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(async () => (await (await caches.open(CACHE)).match(HOME)) ?? Response.error()));
  } else if (KEPT.includes(address.pathname)) {
    event.respondWith(caches.match(request, { cacheName: CACHE }).then((kept) => kept ?? fetch(request)));
  }
});
