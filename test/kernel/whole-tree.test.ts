// The edges between all modules of a real kernel by the program itself, with all its threads, beside those of its build.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { kernelPath } from './kernel-path.js';
import { hasTruth, truthConfigPath, truthConsumers, truthEdges } from './truth.js';

const BIN = fileURLToPath(new URL('../../bin/kvm-vfio-series.js', import.meta.url));
/** What docs/accuracy.md promises of each. */
const LEAST = 0.9995;

describe.skipIf(kernelPath === undefined || !hasTruth)('the edges between all modules', () => {
  const linked = new Set<string>();
  const found = new Set<string>();
  beforeAll(() => {
    for (const row of truthEdges()) linked.add(row);
    const words = [
      'edges',
      kernelPath!,
      '--all',
      '--config',
      truthConfigPath,
      '--format',
      'tsv',
      '--no-cache',
    ];
    const text = execFileSync(process.execPath, [BIN, ...words], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const built = new Set(truthConsumers());
    for (const line of text.split('\n')) {
      const [consumer = '', provider, symbol, kind] = line.split('\t');
      if (kind === 'link' && built.has(consumer)) found.add(`${consumer} ${provider} ${symbol}`);
    }
  });
  const both = (family: RegExp): readonly [string[], string[]] => [
    [...linked].filter((edge) => family.test(edge)),
    [...found].filter((edge) => family.test(edge)),
  ];

  it('are found, and nearly none besides', () => {
    const agreed = [...found].filter((edge) => linked.has(edge)).length;
    expect(linked.size).toBe(45_116);
    expect(agreed / linked.size).toBeGreaterThanOrEqual(LEAST);
    expect(agreed / found.size).toBeGreaterThanOrEqual(LEAST);
  });

  it('are exact for kvm and vfio', () => {
    const [wanted, got] = both(/(?:^|\/| )(?:kvm|vfio)[^/ ]* /);
    expect(wanted.length).toBeGreaterThan(400);
    expect(got.sort()).toEqual(wanted.sort());
  });
});
