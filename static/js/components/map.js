// La carte des résultats : Leaflet prend la place du dessin, qui porte déjà tout. Rien n’est demandé à un autre site,
// sauf le fond de carte quand l’exploitant en a réglé un. Sans Leaflet, le dessin reste.
const CELL = 56;
const DECIMALS = 3;
const FARTHEST_KM = 200;

const box = document.querySelector('[data-map]');

const loaded = (made) => new Promise((resolve, reject) => {
  made.addEventListener('load', resolve, { once: true });
  made.addEventListener('error', reject, { once: true });
  document.head.append(made);
});
const script = (src) => loaded(Object.assign(document.createElement('script'), { src }));
const sheet = (href) => loaded(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));

// Le dessin dit où il est : de ses unités aux degrés.
const outlines = (svg, { west, north, across, down }) =>
  [...svg.querySelectorAll('path')].map((path) => path.getAttribute('d').split('M').filter(Boolean).map((ring) =>
    ring.replace('z', '').split('L').map((pair) => {
      const [x, y] = pair.trim().split(' ').map(Number);
      return [Number(north) - y / Number(down), Number(west) + x / Number(across)];
    })));

const pointsOf = (svg) => [...svg.querySelectorAll('circle')].map((circle) => ({
  at: [Number(circle.dataset.lat), Number(circle.dataset.lon)],
  name: circle.querySelector('title').textContent,
  href: circle.closest('a').getAttribute('href'),
}));

// Ceux qui tombent dans la même case de la grille n’en font qu’un.
const clusters = (map, points) => {
  const cells = new Map();
  for (const point of points) {
    const { x, y } = map.project(point.at, map.getZoom());
    const key = `${Math.floor(x / CELL)} ${Math.floor(y / CELL)}`;
    cells.set(key, [...(cells.get(key) ?? []), point]);
  }
  return [...cells.values()];
};

const tell = (chosen, points) => {
  const list = document.createElement('ul');
  list.className = 'links';
  for (const { name, href } of points.slice(0, 20)) {
    const link = Object.assign(document.createElement('a'), { href, textContent: name });
    list.appendChild(document.createElement('li')).append(link);
  }
  chosen.replaceChildren(list);
};

const zoneAddress = (map) => {
  const asked = new URLSearchParams(location.search);
  for (const name of ['ou', 'lat', 'lon', 'rayon', 'page', 'tri']) asked.delete(name);
  const centre = map.getCenter();
  const bounds = map.getBounds();
  const half = Math.min(centre.distanceTo([centre.lat, bounds.getEast()]), centre.distanceTo([bounds.getNorth(), centre.lng]));
  asked.set('lat', centre.lat.toFixed(DECIMALS));
  asked.set('lon', centre.lng.toFixed(DECIMALS));
  asked.set('rayon', Math.min(FARTHEST_KM, Math.max(0.5, half / 1000)).toFixed(1));
  asked.set('tri', 'distance');
  return `${location.pathname}?${asked}#carte`;
};

const draw = (L, svg) => {
  const shapes = outlines(svg, box.dataset);
  const points = pointsOf(svg);
  const colours = getComputedStyle(document.documentElement);
  const chosen = document.querySelector('[data-chosen]');
  const place = document.createElement('div');
  place.className = 'mapplace';
  box.replaceChildren(place);
  const map = L.map(place, { keyboard: false, zoomControl: false, attributionControl: false, zoomSnap: 0.5, maxZoom: 18 });
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);
  const land = L.featureGroup(shapes.map((rings) => L.polygon(rings, {
    interactive: false, weight: 2, color: colours.getPropertyValue('--brick').trim(), fillOpacity: box.dataset.tiles ? 0 : 0.08,
  }))).addTo(map);
  const marks = L.layerGroup().addTo(map);
  const show = () => {
    marks.clearLayers();
    for (const group of clusters(map, points)) {
      const centre = L.latLngBounds(group.map(({ at }) => at)).getCenter();
      const icon = L.divIcon({ className: group.length > 1 ? 'mapmark mapmark--many' : 'mapmark', html: group.length > 1 ? String(group.length) : '', iconSize: [44, 44] });
      const open = () => {
        const bounds = L.latLngBounds(group.map(({ at }) => at));
        if (group.length > 1 && !bounds.getNorthEast().equals(bounds.getSouthWest()) && map.getZoom() < 17) map.fitBounds(bounds, { padding: [40, 40] });
        else tell(chosen, group);
      };
      L.marker(centre, { icon, keyboard: false }).on('click', open).addTo(marks);
    }
    document.querySelector('[data-do=zone]').href = zoneAddress(map);
  };
  map.on('moveend', show);
  const around = points.length ? L.latLngBounds(points.map(({ at }) => at)) : land.getBounds();
  map.fitBounds(around, { padding: [30, 30], maxZoom: 15 });
  return { map, chosen };
};

const say = (chosen, sentence) => {
  chosen.replaceChildren(Object.assign(document.createElement('p'), { textContent: sentence }));
};

const tools = ({ map, chosen }) => {
  const acts = {
    in: () => map.zoomIn(),
    out: () => map.zoomOut(),
    me: () => {
      say(chosen, box.dataset.looking);
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => { map.setView([coords.latitude, coords.longitude], 13); say(chosen, box.dataset.found); },
        () => say(chosen, box.dataset.refused),
        { timeout: 10000, maximumAge: 300000 },
      );
    },
  };
  const bar = document.querySelector('[data-tools]');
  for (const button of bar.querySelectorAll('button')) button.addEventListener('click', acts[button.dataset.do]);
  if (!navigator.geolocation || !isSecureContext) bar.querySelector('[data-do=me]').remove();
  bar.hidden = false;
};

if (box?.dataset.leaflet) {
  try {
    await Promise.all([sheet(box.dataset.sheet), script(box.dataset.leaflet)]);
    tools(draw(window.L, box.querySelector('svg')));
  } catch { /* le dessin reste, et la liste dit la même chose */ }
}
