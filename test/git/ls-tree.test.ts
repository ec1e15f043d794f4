import { describe, expect, it } from 'vitest';
import { TreeListingParser } from '../../src/git/ls-tree.js';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const OUTPUT = Buffer.from(
  [
    `100644 blob ${A}\tKbuild`,
    `120000 blob ${B}\tdts/link`,
    `100755 blob ${B}\tscripts/run me.sh`,
    `160000 commit ${A}\tsub`,
    `100664 blob ${A}\tüber\tname`,
  ]
    .map((line) => `${line}\0`)
    .join(''),
);

const parse = (size: number) => {
  const parser = new TreeListingParser();
  for (let at = 0; at < OUTPUT.length; at += size) parser.push(OUTPUT.subarray(at, at + size));
  return parser.finish();
};

describe('TreeListingParser', () => {
  it.each([1, 7, 64, 10_000])('reads entries from chunks of %i bytes', (size) => {
    const listing = parse(size);
    expect([...listing.files]).toEqual([
      ['Kbuild', A],
      ['scripts/run me.sh', B],
      ['über\tname', A],
    ]);
    expect([...listing.executables]).toEqual(['scripts/run me.sh']);
    expect([...listing.others]).toEqual([
      ['dts/link', { kind: 'link', id: B }],
      ['sub', { kind: 'submodule', id: A }],
    ]);
  });

  it('refuses output that was cut', () => {
    const parser = new TreeListingParser();
    parser.push(OUTPUT.subarray(0, 70));
    expect(() => parser.finish()).toThrow('output that cannot be read');
  });
});
