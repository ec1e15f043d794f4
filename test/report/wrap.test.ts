import { describe, expect, it } from 'vitest';
import { wrap } from '../../src/report/part/wrap.js';
import { PLAIN_VIEW, reportIn } from '../../src/report/report.js';
import { terminal } from '../../src/report/terminal.js';
import { TRIAGE_REPORTS } from '../../src/report/triage/index.js';
import { refused, sample } from './sample.js';
import { sample as triage } from './triage-sample.js';

describe('wrap', () => {
  it.each([
    ['a word that fits', 20, ['a word that fits']],
    ['a word that does not', 10, ['a word', 'that does', 'not']],
    ['vfio_file_enforced_coherent', 22, ['vfio_file_enforced_', 'coherent']],
    ['drivers/vfio/vfio_main.c:1405', 16, ['drivers/vfio/', 'vfio_main.c:1405']],
    ['x_yyyyyyyyyyyyyyyyyyyy', 12, ['x_yyyyyyyyyy', 'yyyyyyyyyy']],
  ] as const)('breaks %s in %d columns where a reader would', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

describe('a text that is cut', () => {
  const ascii = { ...PLAIN_VIEW, columns: 50, ascii: true };
  const long = { ...refused, states: refused.states.map((one) => ({ ...one, subject: 'vfio '.repeat(80) })) };
  it.each([
    ['check', (view) => terminal.render(sample, view) + terminal.render(long, view)],
    [
      'triage',
      (view) =>
        reportIn(TRIAGE_REPORTS, 'text').render(
          { ...triage, rows: triage.rows.filter(({ title }) => !title.includes('設')) },
          view,
        ),
    ],
  ] as readonly (readonly [string, (view: typeof ascii) => string])[])(
    'ends as the locale can show it: %s',
    (_, draw) => {
      expect(draw({ ...ascii, ascii: false })).toContain('…');
      expect(draw(ascii)).toMatch(/^[\n -~]+$/);
      expect(draw(ascii)).toContain('~');
    },
  );
});
