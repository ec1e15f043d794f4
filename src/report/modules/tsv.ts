// The modules as tab-separated values: a line for each module and each set of architectures with one condition.
import type { ModuleList } from '../../result/module-list.js';
import { tsvHead, tsvLine } from '../part/tsv.js';
import type { PieceReport } from '../report.js';

const COLUMNS = [
  'module',
  'name',
  'module if',
  'built in if',
  'architectures',
  'makefile',
  'sources',
] as const;

/** `y` when it always holds, nothing when it never does. */
const conditionText = (condition: string | null | undefined): string =>
  condition === null ? 'y' : (condition ?? '');

function* render({ modules }: ModuleList): Iterable<string> {
  yield tsvHead(COLUMNS);
  for (const { path, name, made, makefile, sources } of modules)
    for (const { architectures, module, builtIn } of made) {
      const own = sources.filter((source) => source.architectures.some((one) => architectures.includes(one)));
      yield tsvLine([
        path,
        name,
        conditionText(module),
        conditionText(builtIn),
        architectures.join(','),
        makefile,
        [...new Set(own.map((source) => source.path))].join(' '),
      ]);
    }
}

export const tsv: PieceReport<ModuleList> = {
  name: 'tsv',
  description: 'tab-separated values, a line a module and set of architectures',
  render,
};
