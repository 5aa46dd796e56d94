// Cherche dans les données gardées : mêmes mots que le site, sans accents, pluriel ou non, début de mot accepté.
const SMALL = new Set('a au aux avec chez d dans de des du en et l la le les leur ma mes mon ou par pour que qui sa ses son sur un une'.split(' '));
export const SHOWN = 20;

export const fold = (text) => text.toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae')
  .normalize('NFD').replace(/\p{M}/gu, '');

const words = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word && !SMALL.has(word));

// « ludothèques » va avec « ludothèque », « ludo » aussi ; « art » ne va pas avec « artisan » à l’envers.
const alike = (asked, known) => known.startsWith(asked) || (known.length >= 4 && asked.startsWith(known) && asked.length - known.length <= 2);

export class Directory {
  constructor(data) {
    this.data = data;
    const ofType = Object.fromEntries(Object.entries(data.types).map(([slug, said]) => [slug, said.flatMap(words)]));
    this.rows = data.rows.map((row) => ({
      row, name: words(row.n), type: ofType[row.t] ?? [], place: words(`${row.c ?? ''} ${row.a ?? ''}`),
    }));
  }

  label(row) {
    return this.data.types[row.t]?.[0] ?? '';
  }

  of(slug) {
    return this.data.rows.find((row) => row.s === slug);
  }

  find(text) {
    const asked = words(text);
    if (!asked.length) return [];
    const scored = this.rows.map((entry) => ({ row: entry.row, points: asked.map((word) => this.points(word, entry)) }));
    const every = scored.filter(({ points }) => points.every(Boolean));
    const some = every.length ? every : scored.filter(({ points }) => points.some(Boolean));
    const total = ({ points }) => points.reduce((sum, point) => sum + point, 0);
    return some.sort((one, other) => total(other) - total(one) || one.row.n.localeCompare(other.row.n)).map(({ row }) => row);
  }

  points(word, { name, type, place }) {
    if (name.some((known) => alike(word, known))) return 4;
    if (type.includes(word)) return 3;
    if (type.some((known) => alike(word, known))) return 2;
    return place.some((known) => alike(word, known)) ? 2 : 0;
  }
}
