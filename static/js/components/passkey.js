// Clés d’accès : le bouton n’apparaît que si le navigateur les connaît. Sans ce fichier, on tape un code.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const asked = async (form, address) => {
  const body = new FormData();
  body.set('csrf_token', form.elements.csrf_token.value);
  const answer = await fetch(address, { method: 'POST', body });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

const made = (question) => navigator.credentials.create({
  publicKey: {
    ...question,
    challenge: bytes(question.challenge),
    user: { ...question.user, id: bytes(question.user.id) },
    excludeCredentials: known(question.excludeCredentials),
  },
});

const signed = (question) => navigator.credentials.get({
  publicKey: { ...question, challenge: bytes(question.challenge), allowCredentials: known(question.allowCredentials) },
});

const written = ({ id, type, response }) => {
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const said = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return JSON.stringify({ id, rawId: id, type, response: Object.fromEntries(said), clientExtensionResults: {} });
};

const prepare = (place) => {
  const form = place.closest('form');
  const [button, trouble] = [place.querySelector('button'), place.querySelector('[role=alert]')];
  place.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    trouble.hidden = true;
    try {
      const question = await asked(form, place.dataset.passkey);
      const key = await (question.user ? made(question) : signed(question));
      form.elements[place.dataset.answer].value = written(key);
      form.submit();
    } catch {
      trouble.hidden = false;
      button.disabled = false;
    }
  });
};

if (globalThis.PublicKeyCredential && globalThis.isSecureContext) {
  document.querySelectorAll('[data-passkey]').forEach(prepare);
  document.querySelectorAll('[data-without-passkey]').forEach((line) => { line.hidden = true; });
}
