// Le point, quand le navigateur exécute les scripts : un toucher ou un glissé le pose. Sans script, les flèches envoient.
const map = document.querySelector('#pin-map');
const [lat, lon] = ['#lat', '#lon'].map((name) => document.querySelector(name));
const pin = map?.querySelector('.pin');

const written = (degrees) => degrees.toFixed(6).replace('.', ',');

const put = (x, y) => {
  const { west, north, across, up } = map.dataset;
  pin.setAttribute('transform', `translate(${Math.round(x)} ${Math.round(y)})`);
  lat.value = written(Number(north) - y / Number(up));
  lon.value = written(Number(west) + x / Number(across));
};

const at = (event) => {
  const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
  const { width, height } = map.viewBox.baseVal;
  put(Math.min(Math.max(place.x, 0), width), Math.min(Math.max(place.y, 0), height));
};

if (pin && lat && lon) {
  map.classList.add('live');
  map.addEventListener('pointerdown', (event) => { map.setPointerCapture(event.pointerId); at(event); });
  map.addEventListener('pointermove', (event) => { if (map.hasPointerCapture(event.pointerId)) at(event); });
  map.addEventListener('pointerup', () => { document.querySelector('#point-dit').textContent = map.dataset.said; });
}
