import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModuleName } from '../../src/base/id.js';
import { compareStates } from '../../src/check/state.js';
import { graphOf } from '../../src/report/part/graph.js';
import { layOut } from '../../src/report/part/layout.js';
import type { CheckResult, EdgeKind } from '../../src/result/verdict.js';
import { runs } from '../runs.js';
import { sample } from './sample.js';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const overlap = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width - 1 && Math.abs(a.y - b.y) * 2 < a.height + b.height - 1;

/** A result with edges between numbered modules: `[consumer, provider, kind, how many]`. */
const resultOf = (links: readonly (readonly [number, number, EdgeKind, number])[]): CheckResult => {
  const [one] = sample.states[0]!.edges;
  const edges = links.flatMap(([consumer, provider, kind, count]) =>
    Array.from({ length: count }, (_, at) => ({
      ...one!,
      consumer: `module_${consumer}` as ModuleName,
      provider: `module_${provider}` as ModuleName,
      kind,
      symbol: `symbol_${consumer}_${provider}_${at}`,
    })),
  );
  return { ...sample, states: compareStates([{ label: 'base', failures: [], edges }]) };
};

const check = (result: CheckResult): void => {
  const { width, height, modules, links } = layOut(graphOf(result));
  const boxes: readonly Box[] = [...modules, ...links];
  for (const box of boxes) {
    expect(box.x - box.width / 2).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width / 2).toBeLessThanOrEqual(width);
    expect(box.y - box.height / 2).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height / 2).toBeLessThanOrEqual(height);
  }
  boxes.forEach((a, at) => {
    for (const b of boxes.slice(at + 1)) expect(overlap(a, b)).toBe(false);
  });
  for (const { points } of links) expect(points.length).toBeGreaterThanOrEqual(2);
};

describe('the layout', () => {
  it('keeps boxes apart and inside, whatever the graph', () => {
    const link = fc
      .tuple(
        fc.nat(7),
        fc.nat(7),
        fc.constantFrom<EdgeKind>('link', 'dynamic', 'include'),
        fc.integer({ min: 1, max: 40 }),
      )
      .filter(([consumer, provider]) => consumer !== provider);
    const links = fc.uniqueArray(link, {
      minLength: 1,
      maxLength: 12,
      selector: ([consumer, provider, kind]) => `${consumer} ${provider} ${kind}`,
    });
    fc.assert(
      fc.property(links, (some) => check(resultOf(some))),
      { numRuns: runs(40) },
    );
  });

  it('holds forty modules and three hundred edges', () => {
    const links = Array.from(
      { length: 60 },
      (_, at) => [8 + (at % 32), at % 8, at % 3 ? 'link' : 'dynamic', 5] as const,
    );
    const graph = graphOf(resultOf(links));
    expect([graph.modules.length, graph.detailed]).toEqual([40, true]);
    check(resultOf(links));
  });

  it('sets many symbols of one link in columns', () => {
    const { links, width, height } = layOut(graphOf(resultOf([[0, 1, 'link', 204]])));
    expect(links[0]).toMatchObject({ rows: 34 });
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(4);
  });
});
