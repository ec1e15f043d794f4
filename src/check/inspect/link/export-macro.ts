// Exports that a patch adds through a macro which the tree does not define, or defines with other parameters: the compiler
// takes the line for a declaration without a type, or refuses the arguments.
import type { Context } from '../../../base/context.js';
import type { GitTree } from '../../../git/git-tree.js';
import type { Finding } from '../../../result/verdict.js';
import type { ExportLine } from '../../../user/file-change.js';
import type { InspectorSetting } from '../inspector.js';

/** Where the kernel defines its own macros for exports. */
const HOME = 'include/linux/export.h';

/** @param lines the export lines that are there only now. */
export const undefinedMacros = async (
  lines: readonly ExportLine[],
  tree: GitTree,
  state: string,
  setting: InspectorSetting,
  context: Context,
): Promise<readonly Finding[]> => {
  // A tree without it is no whole kernel.
  if (lines.length === 0 || tree.blobAt(HOME) === undefined) return [];
  const texts = await textsOf([HOME], tree, setting);
  const macros = new Map<string, ExportLine>();
  for (const line of lines) if (!macros.has(line.macro)) macros.set(line.macro, line);
  const findings: Finding[] = [];
  for (const [macro, line] of macros) {
    const known = definitionIn(texts, macro);
    const definition = known ?? definitionIn(await textsWith(macro, tree, setting, context), macro);
    const fault = faultOf(definition, line);
    if (fault === null) continue;
    findings.push({
      kind: 'broken-link',
      severity: 'error',
      message: `${macro}() ${fault}: ${line.symbol ?? 'the symbol'} is not exported, and ${line.place.path} does not compile`,
      state,
      path: line.place.path,
      line: line.place.line,
    });
  }
  return findings;
};

interface MacroShape {
  readonly parameters: number;
  readonly variadic: boolean;
}

const faultOf = (shape: MacroShape | null, { text }: ExportLine): string | null => {
  if (shape === null) return 'is not defined in this tree';
  const words: unknown = JSON.parse(text)[2];
  const given = Array.isArray(words) ? words.length : shape.parameters;
  if (shape.variadic || given === shape.parameters) return null;
  return `takes ${shape.parameters} parameters here, and has ${given} arguments`;
};

const definitionIn = (texts: readonly string[], macro: string): MacroShape | null => {
  const define = new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${macro}\\b(?:\\(([^)]*)\\))?`, 'm');
  for (const text of texts) {
    const match = define.exec(text);
    if (match === null) continue;
    const parameters = (match[1] ?? '').split(',').filter((one) => one.trim() !== '');
    return { parameters: parameters.length, variadic: parameters.some((one) => one.includes('...')) };
  }
  return null;
};

const textsWith = async (
  macro: string,
  tree: GitTree,
  setting: InspectorSetting,
  context: Context,
): Promise<readonly string[]> => {
  const found = await setting.filesWith([macro], ['*.h', '*.c'], context);
  const changed = [...tree.changed].filter((path) => /\.[ch]$/.test(path));
  return textsOf([...new Set([...found, ...changed])], tree, setting);
};

const textsOf = async (
  paths: readonly string[],
  tree: GitTree,
  { repository: { reader } }: InspectorSetting,
): Promise<readonly string[]> => {
  const texts: string[] = [];
  const blobs = paths.flatMap((path) => tree.blobAt(path) ?? []);
  await reader.readBlobs(blobs, (bytes) => texts.push(Buffer.from(bytes).toString('latin1')));
  return texts;
};
