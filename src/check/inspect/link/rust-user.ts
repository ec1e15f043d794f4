// Rust code that uses a symbol which went: bindgen names it `bindings::x` (Documentation/rust/general-information.rst). Code
// of the crate `kernel` counts like a module: modules inline and instantiate it.
import type { Context } from '../../../base/context.js';
import { byCodeUnit } from '../../../base/order.js';
import type { Kernel } from '../../../kbuild/kernel.js';
import type { Finding } from '../../../result/verdict.js';
import type { SymbolUsage } from '../../../user/user-search.js';
import type { InspectedState, InspectorSetting } from '../inspector.js';
import type { Suspects } from './suspect.js';
import { causeText } from './text.js';

const RUST_FILES = ['*.rs', ':!scripts', ':!Documentation', ':!tools'];
const BINDING = /\bbindings::(\w+)/g;

/** @param usage all of the tree that has to do with the symbols that went. */
export const rustUsers = async (
  suspects: Suspects,
  usage: SymbolUsage,
  now: InspectedState,
  setting: InspectorSetting,
  context: Context,
): Promise<readonly Finding[]> => {
  const exported = new Set(usage.exports.map(({ symbol }) => symbol));
  const defined = new Set(usage.definitions.map(({ symbol }) => symbol));
  const gone = new Set(
    [...suspects.changes.keys(), ...suspects.lost.keys()].filter(
      (symbol) => !exported.has(symbol) && !usage.mayBeMade(symbol),
    ),
  );
  if (gone.size === 0) return [];
  const paths = (await setting.filesWith([...gone], RUST_FILES, context)).flatMap((path) => {
    const blob = now.tree.blobAt(path);
    return blob === undefined ? [] : [{ path, blob }];
  });
  const findings: Finding[] = [];
  await setting.repository.reader.readBlobs(
    paths.map(({ blob }) => blob),
    (bytes, at) => {
      const { path } = paths[at] ?? { path: '' };
      for (const [symbol, line] of bindingsIn(Buffer.from(bytes).toString('latin1'), gone)) {
        const cause = defined.has(symbol)
          ? ({ kind: 'unexported' } as const)
          : ({ kind: 'undefined', unbuilt: null } as const);
        const modules = modulesOf(path, usage.kernel);
        const message = `${modules.join(' and ')} needs ${symbol} through bindings::${symbol}, ${causeText(cause, [symbol], suspects)}`;
        findings.push({
          kind: 'broken-link',
          severity: 'error',
          message,
          state: now.label,
          path,
          line,
          modules,
        });
      }
    },
  );
  return findings.sort((a, b) => byCodeUnit(a.message, b.message));
};

/** The first line of each binding. */
const bindingsIn = (text: string, symbols: ReadonlySet<string>): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const [at, line] of text.split('\n').entries()) {
    if (/^\s*\/\//.test(line)) continue;
    for (const [, symbol = ''] of line.matchAll(BINDING))
      if (symbols.has(symbol) && !found.has(symbol)) found.set(symbol, at + 1);
  }
  return found;
};

/** Kbuild compiles `x.o` from `x.rs`; files below rust/ are one crate for each folder. */
const modulesOf = (path: string, kernel: Kernel): readonly string[] => {
  const stem = /^rust\/([^/.]+)/.exec(path)?.[0] ?? path.replace(/\.rs$/, '');
  const names = kernel.objects.filter((object) => object.path === stem).map(({ name }) => name);
  return names.length > 0 ? names : [stem.slice(stem.lastIndexOf('/') + 1)];
};
