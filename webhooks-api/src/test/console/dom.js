// The part of a DOM that Preact needs, so that tests render screens without a browser.

/** An element, or a text. */
class Node {
  onclick = null;
  oninput = null;
  onchange = null;
  onsubmit = null;
  parentNode = null;
  childNodes = [];
  style = {};
  #attributes = new Map();
  #listeners = new Map();

  constructor(localName, data = '') {
    this.localName = localName;
    this.data = data;
  }

  get firstChild() { return this.childNodes[0] ?? null; }

  get nextSibling() {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }

  get textContent() { return this.data + this.childNodes.map(each => each.textContent).join(''); }

  get isConnected() { return this.localName === 'body' || Boolean(this.parentNode?.isConnected); }

  insertBefore(child, before) {
    child.remove();
    const at = before ? this.childNodes.indexOf(before) : this.childNodes.length;
    this.childNodes.splice(at, 0, child);
    child.parentNode = this;
    return child;
  }

  appendChild(child) { return this.insertBefore(child, null); }

  removeChild(child) {
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
    child.parentNode = null;
    return child;
  }

  remove() { this.parentNode?.removeChild(this); }

  contains(other) { return other !== null && (other === this || this.contains(other.parentNode)); }

  setAttribute(name, value) { this.#attributes.set(name, String(value)); }

  getAttribute(name) { return this.#attributes.get(name) ?? null; }

  removeAttribute(name) { this.#attributes.delete(name); }

  addEventListener(type, listener) { this.#listeners.set(type, listener); }

  removeEventListener(type) { this.#listeners.delete(type); }

  focus() { globalThis.document.activeElement = this; }

  showModal() {}

  /** Lets somebody do something with this element, with a value if it is an input. */
  act(type, value) {
    if (value !== undefined) this.value = value;
    this.#listeners.get(type).call(this, {type, target: this, preventDefault: () => {}});
  }

  /** All elements of a name within this one. */
  all(name) { return this.childNodes.flatMap(each => [...each.localName === name ? [each] : [], ...each.all(name)]); }
}

/** Gives the page a body, and returns it. */
export function openDocument() {
  const body = new Node('body');
  Object.assign(globalThis.document, {
    body, title: '', hidden: false, activeElement: body,
    createElementNS: (space, name) => new Node(name), createTextNode: data => new Node('#text', data),
    addEventListener: () => {}, removeEventListener: () => {},
  });
  return body;
}
