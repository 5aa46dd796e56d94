// Le formulaire de recherche, quand le navigateur exécute les scripts : suggestions, et « Près de moi » sur demande.
// Trois décimales : une centaine de mètres, assez pour classer, trop peu pour désigner une maison.
const DECIMALS = 3;

const add = (name, said, before) => {
  const made = document.createElement(name);
  Object.assign(made, said);
  before.before(made);
  return made;
};

const enhance = (form, Combobox) => {
  const { suggest, counted, near, looking, refused } = form.dataset;
  const where = form.elements.ou;
  const said = document.createElement('p');
  said.className = 'vh';
  said.dataset.counted = counted;
  said.setAttribute('role', 'status');
  form.append(said);
  for (const input of [form.elements.q, where]) new Combobox(input, `${suggest}?champ=${input.name}&q=`, said);
  if (!navigator.geolocation || !isSecureContext) return;
  const button = add('button', { type: 'button', className: 'near', textContent: near }, where);
  const told = add('span', { className: 'hint near-said' }, where);
  told.setAttribute('role', 'status');
  const go = ({ coords }) => {
    const asked = new URLSearchParams(new FormData(form));
    asked.delete('ou');
    asked.set('lat', coords.latitude.toFixed(DECIMALS));
    asked.set('lon', coords.longitude.toFixed(DECIMALS));
    told.textContent = '';
    location.assign(`${form.action}?${asked}`);
  };
  button.addEventListener('click', () => {
    told.textContent = looking;
    const sorry = () => { told.textContent = refused; };
    navigator.geolocation.getCurrentPosition(go, sorry, { timeout: 10000, maximumAge: 300000 });
  });
};

const forms = document.querySelectorAll('form[data-suggest]');
const begin = async () => {
  const { Combobox } = await import('./combobox.js');
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = new URL('../../css/scripted.css', import.meta.url);
  style.addEventListener('load', () => forms.forEach((form) => enhance(form, Combobox)), { once: true });
  document.head.append(style);
};
// La page d’abord : rien de ce qui s’ajoute ici ne la fait attendre.
if (forms.length && document.readyState === 'complete') begin();
else if (forms.length) addEventListener('load', begin, { once: true });
