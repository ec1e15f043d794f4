// The frame of every HTML page: it stands alone, with no network (Content-Security-Policy Level 3: nothing but its own
// style and script, by hash), and can be read without script.
import { createHash } from 'node:crypto';
import type { RunNote } from '../report.js';
import { shown } from './edge-line.js';
import { escapeXml } from './escape.js';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The parts of a page. */
export interface PageParts {
  /** Escaped, as are the others. */
  readonly title: string;
  readonly style: string;
  /** Null for a page without one. */
  readonly script: string | null;
  /** What stands under the title. */
  readonly header: string;
  readonly sections: readonly string[];
  /** The command that made it. */
  readonly command: string;
  readonly run: RunNote | null;
}

/** A section under its title; nothing when it has no body. */
export const section = (id: string, title: string, body: string): string =>
  body === '' ? '' : `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${body}</section>`;

/** What was run, where and when. */
const runLine = (run: RunNote | null): string => {
  if (run === null) return '';
  const code = (text: string): string => `<code>${escapeXml(shown(text))}</code>`;
  const when = `${run.at.slice(0, 10)} ${run.at.slice(11, 16)} UTC`;
  return `<p class="faint">${code(run.command)} in ${code(run.folder)}, <time datetime="${run.at}">${when}</time></p>`;
};

/** The whole page. */
export const pageOf = ({ title, style, script, header, sections, command, run }: PageParts): string => {
  const scripts = script === null ? '' : ` script-src ${hashOf(script)};`;
  const policy = `default-src 'none'; style-src ${hashOf(style)};${scripts} base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">',
    `<title>${title}</title><style>${style}</style></head><body>`,
    `<header><h1>${title}</h1>${runLine(run)}${header}</header>`,
    '<main>',
    ...sections,
    '</main>',
    `<footer class="faint"><p>made by kvm-vfio-series ${command}</p></footer>`,
    `${script === null ? '' : `<script>${script}</script>`}</body></html>`,
    '',
  ].join('\n');
};
