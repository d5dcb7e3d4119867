// Takes the code of the portal out of the address. The page imports this module before all others, so that none of them,
// no entry of the history and no picture of the address has the code. It imports nothing itself.

const PREFIX = '#code=';
const holdsCode = () => location.hash.startsWith(PREFIX);

let code = holdsCode() ? location.hash.slice(PREFIX.length) : null;
if (code !== null) history.replaceState(null, '', location.pathname);

// The page around the frame can open another link without a new document.
addEventListener('hashchange', event => {
  if (holdsCode()) {
    event.stopImmediatePropagation();
    location.reload();
  }
});

/** Returns the code that the address had, once. */
export function takeCode() {
  const taken = code;
  code = null;
  return taken;
}
