// What commands do can be done with the library.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../../src/index.js';
import { root } from './program.js';

const source = join(root, 'src');
/** Files that commands import from src itself: each is one thing that the program does. */
const flows = readdirSync(join(source, 'cli'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => {
    const up = name.includes('/') ? '../../' : '../';
    const text = readFileSync(join(source, 'cli', name), 'utf8');
    return [...text.matchAll(/^import \{([^}]*)\} from '((?:\.\.\/)+)flow\/([\w-]+)\.js'/gm)]
      .filter(([, , folders]) => folders === up)
      .flatMap(([, names = '', , file = '']) =>
        names
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== '' && !one.startsWith('type '))
          .map((one) => [one, file] as const),
      );
  })
  .filter(([, file]) => file !== 'index');

describe('the library', () => {
  it('is what the commands import', () => {
    expect(flows.length).toBeGreaterThan(0);
    const missing = flows.filter(([name]) => !(name in library));
    expect(missing).toEqual([]);
  });

  it.each([
    'checkSeries',
    'triageSeries',
    'compareRevisions',
    'applySeries',
    'verifyBuild',
    'guardTree',
    'installHook',
  ])('has %s', (name) => {
    expect(library).toHaveProperty(name);
  });
});
