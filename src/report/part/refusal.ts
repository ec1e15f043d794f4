// Patches that do not apply, in a page: one box a patch, in it each hunk that found no place, both sides beside each other.

import { diffArrays } from 'diff';
import { groupBy } from '../../base/group.js';
import type { ApplyFailure, State } from '../../result/verdict.js';
import { codeLine, plural, sentence, shown } from './edge-line.js';
import { escapeXml } from './escape.js';

/** Of a series for another kernel one wants to see first which of its patches are refused. */
const MOST_OPEN = 3;

interface Side {
  readonly name: string;
  readonly lines: readonly string[];
}

/** Both sides, the lines that the other has not set apart. */
const sidesOf = ({ expected, found }: ApplyFailure): readonly Side[] => {
  const left: string[] = [];
  const right: string[] = [];
  for (const { value, added, removed } of diffArrays([...expected], [...found])) {
    const texts = value.map((line) => escapeXml(codeLine(line)));
    const apart = texts.map((text) => `<span class="hit">${text}</span>`);
    if (!added) left.push(...(removed ? apart : texts));
    if (!removed) right.push(...(added ? apart : texts));
  }
  return [
    { name: 'expected', lines: left },
    { name: 'found', lines: right },
  ].filter(({ lines }) => lines.length > 0);
};

const hunkHtml = (failure: ApplyFailure): string => {
  const hunk = failure.hunk === null ? '' : ` <code>${escapeXml(codeLine(failure.hunk))}</code>`;
  const sides = sidesOf(failure).map(
    ({ name, lines }) =>
      `<div><p class="faint">${name}</p><pre tabindex="0" role="group" aria-label="${name}">${lines.join('\n')}</pre></div>`,
  );
  const both = sides.length === 0 ? '' : `<div class="sides">${sides.join('')}</div>`;
  return `<li>${escapeXml(sentence(failure.message))}${hunk}${both}</li>`;
};

const fileHtml = (path: string, failures: readonly ApplyFailure[]): string =>
  `<p><code>${escapeXml(shown(path))}</code></p><ul class="tags">${failures.map(hunkHtml).join('')}</ul>`;

const stateHtml = ({ label, subject, failures = [] }: State, open: boolean): string => {
  const files = groupBy(failures, ({ path }) => path);
  const count =
    failures.length === 0 ? '' : `: ${plural(failures.length, 'place')} in ${plural(files.size, 'file')}`;
  const head = `<b class="bad">${escapeXml(shown(label))} does not apply</b>${count} <span class="faint">${escapeXml(shown(subject ?? ''))}</span>`;
  const body = [...files].map(([path, some]) => fileHtml(path, some)).join('');
  return `<details${open ? ' open' : ''}><summary>${head}</summary>${body}</details>`;
};

/** Each patch that was refused; nothing when all apply. */
export const refusalsHtml = (states: readonly State[]): string => {
  const refused = states.filter(({ applied }) => !applied);
  return refused.map((state) => stateHtml(state, refused.length <= MOST_OPEN)).join('\n');
};
