// The script of a page with tables: a field that filters rows, and columns that sort. Without script the page has neither.

/** The field; it is seen where the script runs. */
export const FILTER =
  '<p class="stepper"><label for="filter">Filter</label><input id="filter" type="search" autocomplete="off"><output id="matches" for="filter"></output></p>';

/** A number at the start of a cell sorts as a number, everything else as text. */
export const TABLE_SCRIPT = `'use strict';
document.documentElement.classList.add('scripted');
const field = document.getElementById('filter');
const rows = [...document.querySelectorAll('tbody tr')];
field.addEventListener('input', () => {
  const wanted = field.value.toLowerCase();
  for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  for (const one of document.querySelectorAll('main section')) one.hidden = one.querySelector('tbody tr:not([hidden])') === null;
  document.getElementById('matches').textContent = rows.filter((row) => !row.hidden).length + ' of ' + rows.length;
});
const keyOf = (row, at) => row.children[at].textContent.trim();
const compare = (a, b) => {
  const [x, y] = [parseFloat(a), parseFloat(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
};
for (const head of document.querySelectorAll('thead th')) {
  const button = document.createElement('button');
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener('click', () => {
    const at = [...head.parentNode.children].indexOf(head);
    const rising = head.getAttribute('aria-sort') !== 'ascending';
    for (const other of head.parentNode.children) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', rising ? 'ascending' : 'descending');
    const body = head.closest('table').tBodies[0];
    const sorted = [...body.rows].sort((a, b) => (rising ? 1 : -1) * compare(keyOf(a, at), keyOf(b, at)));
    body.append(...sorted);
  });
}
`;
