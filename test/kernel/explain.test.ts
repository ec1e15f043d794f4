// Every edge of a real kernel's modules is explained without a gap.
import { describe, expect, it } from 'vitest';
import { explainEdges } from '../../src/flow/explain.js';
import { kernelPath } from './kernel-path.js';

const OWN_CODE = ['function', 'initialiser', 'invocation'];

describe.skipIf(kernelPath === undefined)('explain on a real kernel', () => {
  it.each([
    ['vfio-pci-core', 'vfio', undefined, 15],
    ['kvm-intel', 'kvm', 'x86', 204],
  ])('the edges of %s to %s, whatever the configuration', async (from, to, architecture, count) => {
    const { explanations } = await explainEdges({
      tree: kernelPath!,
      between: [from, to],
      oneWay: true,
      ...(architecture === undefined ? {} : { architecture }),
    });
    expect(explanations).toHaveLength(count);
    for (const { edge, chains } of explanations) {
      expect([edge.symbol, chains.length > 0]).toEqual([edge.symbol, true]);
      for (const { steps, export: exported } of chains) {
        expect(OWN_CODE).toContain(steps[0]?.in.kind);
        for (const step of steps.slice(1)) expect(OWN_CODE).not.toContain(step.in.kind);
        expect(steps.slice(1).map((step) => step.in.name)).toEqual(
          steps.slice(0, -1).map(({ name }) => name),
        );
        expect(steps.at(-1)?.name).toBe(edge.symbol);
        expect([exported?.path, exported?.type]).toEqual([edge.export?.path, edge.export?.type]);
      }
      expect(chains[0]?.steps.map(({ place }) => place)).toContainEqual(edge.reference);
    }
  });
});
