import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quietContext } from '../../src/base/context.js';
import type { TreeId } from '../../src/base/id.js';
import { halfDoneRename } from '../../src/check/inspect/half-done-rename.js';
import type { InspectedState } from '../../src/check/inspect/inspector.js';
import { Analyser } from '../../src/edge/analyse.js';
import { queryOf } from '../../src/flow/request.js';
import { parseSeries } from '../../src/flow/series.js';
import { searchOf } from '../../src/git/grep.js';
import { openRepository } from '../../src/git/repository.js';
import type { Finding } from '../../src/result/verdict.js';
import { corpusPath, hasCorpus } from '../corpus/place.js';
import { kernelPath } from './kernel-path.js';
import { applyLoosely } from './loose-apply.js';

/** What one patch of a thread leaves behind on this kernel, as far as it applies. */
const leftBehind = async (thread: string, index: number): Promise<readonly Finding[]> => {
  const context = quietContext();
  const series = await parseSeries(readFileSync(corpusPath(thread)), {}, context);
  const patch = series.patches.find((one) => one.index === index)!;
  const repository = await openRepository(kernelPath!, context);
  try {
    const commit = await repository.resolve('HEAD', context);
    const base = await repository.treeAt(commit, context);
    const tree = await applyLoosely(repository, base, patch, context);
    const query = queryOf({ tree: kernelPath! });
    const analyser = new Analyser(repository.reader, query);
    const state = async (label: string, of: typeof tree): Promise<InspectedState> => {
      const { edges, facts } = await analyser.analyse(of, context);
      const changes = [...of.touched].map((path) => ({ path, before: null, after: null }));
      const treeId = async (): Promise<TreeId> => label as TreeId;
      return {
        label,
        failures: [],
        changes,
        treeId,
        edges,
        missing: [],
        paths: new Map(),
        facts: async () => facts,
        tree: of,
      };
    };
    const filesWith = searchOf(repository, commit);
    const inspect = halfDoneRename({
      repository,
      query,
      opaque: [],
      filesWith,
      states: 2,
      allOrphans: false,
    });
    const before = await state('base', base);
    await inspect(before, null, context);
    return await inspect(await state(`${index}`, tree), before, context);
  } finally {
    repository.dispose();
  }
};

describe.skipIf(kernelPath === undefined || !hasCorpus)('what a revision left behind', () => {
  // kvm_host.h: a place that the kernel of that revision did not have. kvm_main.c: what a robot found by building.
  it.each([
    ['threads/arm64-on-s390-v1.mbox', 981, 3619],
    ['threads/arm64-on-s390-v2.mbox', 980, 3620],
  ])('%s', async (thread, header, source) => {
    const findings = await leftBehind(thread, 2);
    const gone = 'users_count of struct kvm is gone, and kvm->users_count is left';
    expect(findings.map(({ path, line, message }) => `${path}:${line} ${message}`)).toEqual([
      `include/linux/kvm_host.h:${header} ${gone}: the patch rewrote 11 other uses`,
      `virt/kvm/kvm_main.c:${source} ${gone} if HAVE_KVM_DIRTY_RING on arm64, loongarch, x86: the patch rewrote 11 other uses`,
    ]);
  });
});
