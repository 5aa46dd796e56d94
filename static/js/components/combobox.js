// Complète un champ pendant la frappe : modèle « combobox » d’ARIA 1.2. Sans ce fichier, le champ reste un champ.
const WAIT = 150;
const SHORTEST = 2;

export class Combobox {
  constructor(input, address, said) {
    Object.assign(this, { input, address, said, at: -1 });
    this.list = document.createElement('ul');
    this.list.id = `${input.id}-suggestions`;
    this.list.className = 'suggestions';
    this.list.hidden = true;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', input.labels[0].textContent);
    input.removeAttribute('list');
    // Un champ « search » n’a pas le droit d’être un combobox.
    input.type = 'text';
    for (const [name, value] of Object.entries({
      role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
      'aria-controls': this.list.id, enterkeyhint: 'search',
    })) input.setAttribute(name, value);
    input.after(this.list);
    input.addEventListener('input', () => this.wait());
    input.addEventListener('keydown', (event) => this.key(event));
    input.addEventListener('blur', () => this.close());
    this.list.addEventListener('pointerdown', (event) => event.preventDefault()); // le champ garde le focus
    this.list.addEventListener('click', (event) => this.choose(event.target.closest('li')));
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const text = this.input.value.trim();
    if (text.length < SHORTEST) return this.close();
    this.asking = new AbortController();
    try {
      const answer = await fetch(this.address + encodeURIComponent(text), { signal: this.asking.signal });
      this.show(answer.ok ? (await answer.json()).items : []);
    } catch (error) {
      if (error.name !== 'AbortError') this.close(); // hors ligne : le champ marche sans aide
    }
  }

  show(items) {
    this.list.replaceChildren(...items.map((item, number) => {
      const option = document.createElement('li');
      option.id = `${this.list.id}-${number}`;
      option.dir = 'auto';
      option.textContent = item.label;
      option.dataset.value = item.value;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      return option;
    }));
    if (!items.length || document.activeElement !== this.input) return this.close();
    this.mark(-1);
    this.open();
    this.said.textContent = this.said.dataset.counted.replace('#', items.length);
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.said.textContent = '';
    this.input.setAttribute('aria-expanded', 'false');
    this.mark(-1);
  }

  mark(at) {
    const options = this.list.children;
    this.at = at;
    for (const [number, option] of [...options].entries()) option.setAttribute('aria-selected', number === at);
    if (at < 0) return this.input.removeAttribute('aria-activedescendant');
    this.input.setAttribute('aria-activedescendant', options[at].id);
    options[at].scrollIntoView({ block: 'nearest' });
  }

  choose(option) {
    if (!option) return;
    this.input.value = option.dataset.value;
    this.close();
  }

  key(event) {
    const { list, at } = this;
    const total = list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && total) {
      if (list.hidden) this.open();
      // Une place de plus que les choix : le texte lui-même.
      this.mark(((at + 1 + step + total + 1) % (total + 1)) - 1);
    } else if (event.key === 'Escape' && !list.hidden) {
      this.close();
    } else if (event.key === 'Enter' && !list.hidden && at >= 0) {
      this.choose(list.children[at]);
    } else {
      return;
    }
    event.preventDefault();
  }
}
