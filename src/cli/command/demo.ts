// `demo`: the main job on a kernel and threads of our own, in a temporary repository that is removed afterwards.
import { fileURLToPath } from 'node:url';
import { createTemporaryRepository } from '../../git/temporary-repository.js';
import { type CheckResult, checkSeries, reportNamed } from '../../index.js';
import { EXIT } from '../exit.js';
import type { Session } from '../session.js';
import { viewOf } from '../view.js';
import type { Command } from './command.js';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url));

interface Scene {
  readonly thread: string;
  readonly before: string;
  readonly after: string;
  /** How many edges each state has when all is as it was designed. */
  readonly edges: readonly number[];
  readonly objections: number;
}

/** The two threads of fixtures/demo, which script/make-demo.mjs makes. */
const SCENES: readonly Scene[] = [
  {
    thread: 'removal.mbox',
    before: `A small kernel whose kvm.ko and vfio.ko look up each other's symbols by name, and a thread of
three patches: each takes one edge away, one edge depends on a CONFIG symbol, and someone says no.`,
    after:
      'Every edge from vfio to kvm is gone, and no new one came: exit code 0. With --fail-on remaining, the two edges\nthat are left fail it.',
    edges: [5, 4, 3, 2],
    objections: 1,
  },
  {
    thread: 'opening.mbox',
    before: 'The same kernel, and a patch that looks harmless and adds an edge.',
    after: 'This patch is stopped with exit code 1: it adds an edge that was not there before.',
    edges: [5, 6],
    objections: 0,
  },
];

const isAsDesigned = (scene: Scene, result: CheckResult): boolean =>
  result.states.every((state) => state.applied) &&
  JSON.stringify(result.states.map((state) => state.edges.length)) === JSON.stringify(scene.edges) &&
  result.findings.filter((finding) => finding.kind === 'objection').length === scene.objections;

const play = async (scene: Scene, tree: string, colour: boolean, session: Session): Promise<boolean> => {
  const result = await checkSeries({ tree, series: fixture(`demo/${scene.thread}`) }, session.context);
  await session.print(`${scene.before}\n\n`);
  await session.print(`  $ kvm-vfio-series check <tree> --series ${scene.thread}\n\n`);
  await session.print(reportNamed('terminal').render(result, viewOf(session.io, { color: colour })));
  await session.print(`\n${scene.after}\n\n`);
  return isAsDesigned(scene, result);
};

const run = async (colour: boolean, session: Session): Promise<number> => {
  const { context } = session;
  const repository = await createTemporaryRepository(fixture('kernel'), 'a small kernel', context);
  try {
    let asDesigned = true;
    for (const scene of SCENES)
      asDesigned = (await play(scene, repository.path, colour, session)) && asDesigned;
    if (asDesigned) return EXIT.ok;
    await session.complain('kvm-vfio-series: the demo did not show what it was made to show\n');
    return EXIT.failed;
  } finally {
    repository.remove();
  }
};

export const demo: Command = {
  name: 'demo',
  declare: (command, start) => {
    command
      .description('check a small example series against a small example kernel')
      .option('--no-color', 'print no colour, even on a terminal')
      .action((options: { color: boolean }) => start((session) => run(options.color, session)));
  },
};
