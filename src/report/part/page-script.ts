// The script of the HTML report: the slider, and the line that says which edge is under the pointer or the focus.
// The page can be read without it. It only moves attributes and text that the page already holds.
export const PAGE_SCRIPT = `'use strict';
const root = document.documentElement;
const slider = document.getElementById('state');
const now = document.getElementById('now');
const detail = document.getElementById('detail');
const hint = detail.textContent;
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
const tell = (event) => {
  const edge = event.target.closest('.edge');
  detail.textContent = edge ? edge.getAttribute('aria-label') : hint;
};
slider.addEventListener('input', show);
for (const name of ['pointerover', 'focusin']) document.getElementById('graph').addEventListener(name, tell);
let opened = [];
addEventListener('beforeprint', () => {
  opened = [...document.querySelectorAll('details:not([open])')];
  for (const one of opened) one.open = true;
});
addEventListener('afterprint', () => { for (const one of opened) one.open = false; });
root.classList.add('scripted');
show();
`;
