// Lists whose rows are markup: only what changed is touched, so focus, scroll position and what is checked stay.
function renew(node, fresh) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.data !== fresh.data) node.data = fresh.data;
    return;
  }
  // What a reader has unfolded or folded stays so, until the desk wants it otherwise than before.
  if (node.dataset.opens !== fresh.dataset.opens) node.open = fresh.open;
  const isOurs = (name) => name !== "open";
  for (const name of node.getAttributeNames().filter(isOurs)) if (!fresh.hasAttribute(name)) node.removeAttribute(name);
  for (const name of fresh.getAttributeNames().filter(isOurs)) {
    if (node.getAttribute(name) !== fresh.getAttribute(name)) node.setAttribute(name, fresh.getAttribute(name));
  }
  const [old, wanted] = [[...node.childNodes], [...fresh.childNodes]];
  const isAlike = old.length === wanted.length && old.every((child, index) => child.nodeName === wanted[index].nodeName);
  isAlike ? old.forEach((child, index) => renew(child, wanted[index])) : node.replaceChildren(...wanted);
}
const waiting = []; // changes, in their order, until the list that they are of is drawn
mesa.rows = (lists) => {
  waiting.push(...lists);
  if (waiting.length === lists.length) showWaiting();
};
function showWaiting(tries = 8) {
  while (waiting.length) {
    const [id, ...change] = waiting[0];
    const list = document.getElementById(id);
    if (!list && tries) return setTimeout(showWaiting, 25, tries - 1);
    waiting.shift();
    try {
      if (list) showRows(list, ...change); // else its page is gone
    } catch (problem) {
      reportError(problem); // the lists behind it are shown all the same
    }
  }
}
// `order` has all keys, or which are `gone` and `after` which row each new one comes.
function showRows(list, order, changed, isAnew) {
  const known = new Map([...list.children].map((row) => [row.dataset.row, row]));
  if (!Array.isArray(order)) {
    const { gone, after } = order;
    order = [...known.keys()].filter((key) => !gone.includes(key));
    for (const [key, above] of after) order.splice(order.indexOf(above) + 1, 0, key);
  }
  const template = document.createElement("template");
  const rows = order.map((key) => {
    const row = known.get(key);
    known.delete(key);
    if (!(key in changed)) return row;
    template.innerHTML = changed[key];
    const fresh = template.content.firstElementChild;
    if (row) return renew(row, fresh), row;
    if (!isAnew) fresh.classList.add("is-new");
    return fresh;
  });
  for (const gone of known.values()) gone.remove();
  rows.forEach((row, index) => {
    const here = list.children[index];
    if (here === row) return;
    row.isConnected && list.moveBefore ? list.moveBefore(row, here) : list.insertBefore(row, here ?? null);
  });
}
