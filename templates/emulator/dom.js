/** The element of an id. */
export function find(id) {
  return globalThis.document.getElementById(id);
}

/** An element; attributes are set as they are, children that are text stay text whatever they hold. */
export function element(tag, attributes = {}, ...children) {
  const made = globalThis.document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A button that does something when it is pressed. */
export function button(label, press, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", press);
  return made;
}

/** Text is only written where it changes: what a person has selected stays selected. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

export function setClass(target, name) {
  if (target.className !== name) target.className = name;
}

/**
 * Keeps the children of a parent in step with a list of items. An item that stays keeps its element, and with it the focus,
 * what is selected in it, and whether it is open. `create` gives `{ root, update }`.
 */
export function follow(parent, keyOf, create) {
  const known = new Map();
  return (items) => {
    const keys = new Set(items.map(keyOf));
    for (const [key, { root }] of known) {
      if (keys.has(key)) continue;
      root.remove();
      known.delete(key);
    }
    let after = null;
    for (const item of items) {
      const key = keyOf(item);
      const entry = known.get(key) ?? create(item);
      known.set(key, entry);
      const place = after === null ? firstOf(parent, known) : after.nextSibling;
      if (entry.root !== place) parent.insertBefore(entry.root, place);
      entry.update(item);
      after = entry.root;
    }
  };
}

/** The first child that belongs to an item; others, such as the head of a table, stay before it. */
function firstOf(parent, known) {
  const roots = new Set([...known.values()].map(({ root }) => root));
  return [...parent.childNodes].find((child) => roots.has(child)) ?? null;
}
