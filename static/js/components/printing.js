// Le bouton « Imprimer » : sans script il n’est pas là, le navigateur sait imprimer.
const printing = document.querySelector('[data-print]');
if (printing) {
  printing.hidden = false;
  printing.querySelector('button').addEventListener('click', () => print());
}
