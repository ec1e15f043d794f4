// The scripts of the HTML reports: the slider, the line that says which edge is under the pointer or the focus, and folded
// parts that are open on paper. The pages can be read without them: they only move attributes and text that are there.
const POINT = `const detail = document.getElementById('detail');
const hint = detail?.textContent;
const tell = (event) => {
  const edge = event.target.closest('.edge');
  if (detail) detail.textContent = edge ? edge.getAttribute('aria-label') : hint;
};
for (const name of ['pointerover', 'focusin']) document.getElementById('graph')?.addEventListener(name, tell);
`;

const STEP = `const slider = document.getElementById('state');
const now = document.getElementById('now');
const names = [...document.querySelectorAll('[data-state-name]')].map((one) => one.dataset.stateName);
const show = () => {
  const at = Number(slider.value);
  for (const one of document.querySelectorAll('[data-marks]')) {
    one.dataset.mark = one.dataset.marks.split(' ')[at];
    if (one.hasAttribute('tabindex')) one.setAttribute('tabindex', one.dataset.mark === 'gone' ? '-1' : '0');
  }
  for (const one of document.querySelectorAll('.count')) one.toggleAttribute('data-now', Number(one.dataset.at) === at);
  for (const one of document.querySelectorAll('[data-column]')) one.classList.toggle('now', Number(one.dataset.column) === at);
  now.textContent = names[at];
  slider.setAttribute('aria-valuetext', names[at]);
};
slider.addEventListener('input', () => {
  show();
  const column = document.querySelector('th.now');
  if (!column) return;
  const box = column.closest('.box');
  box.scrollLeft = column.offsetLeft + column.offsetWidth - box.clientWidth * 0.75;
});
`;

const PRINT = `let opened = [];
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('details:not([open])')];
  for (const one of opened) one.open = true;
});
addEventListener('afterprint', () => { for (const one of opened) one.open = false; });
`;

/** Of a page with one state. */
export const GRAPH_SCRIPT = `'use strict';\n${POINT}${PRINT}document.documentElement.classList.add('scripted');\n`;

/** Of a page with a slider over the states. */
export const PAGE_SCRIPT = `${GRAPH_SCRIPT}${STEP}show();\n`;
