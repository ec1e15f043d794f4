import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { PLAIN_VIEW } from '../../src/report/report.js';
import { terminal } from '../../src/report/terminal.js';
import { HOSTILE, refused, sample, withText } from './sample.js';

const plain = (result = sample, columns = 80): string => terminal.render(result, { columns, colour: 0 });

describe('terminal', () => {
  it('says of each state what came, what went and what stays', () => {
    expect(plain()).toMatchSnapshot();
  });

  it('shows the lines of a patch that does not apply', () => {
    expect(plain(refused)).toMatchSnapshot();
  });

  it('says the same with colour as without', () => {
    const coloured = terminal.render(sample, { columns: 80, colour: 1 });
    expect(coloured).toContain('\u001b[');
    expect(coloured.replaceAll(/\u001b\[[0-9;]*m/g, '')).toBe(plain());
  });

  it.each([40, 60, 80, 120])('fits %i columns', (columns) => {
    for (const result of [sample, refused, withText(HOSTILE)]) {
      const widest = Math.max(
        ...plain(result, columns)
          .split('\n')
          .map((line) => stringWidth(line)),
      );
      expect(widest).toBeLessThanOrEqual(columns);
    }
  });

  it('lets no byte through that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(terminal.render(withText(text), PLAIN_VIEW)).toMatch(
          /^[^\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$/u,
        );
      }),
    );
    expect(plain(withText('\u001b[31m\u202e'))).toContain('\\x1b[31m\\u{202e}');
  });
});
