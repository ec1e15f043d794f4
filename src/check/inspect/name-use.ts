// Where a file uses a name that is to be gone, and whether it means something else there. What is not certain is no use.
import { type Access, accessesTo, type MemberTypes } from '../../csource/member-access.js';
import { isName, type Spelling } from '../../csource/spelling.js';
import type { RemovedName } from './removed-name.js';
import type { SourceFile } from './source-file.js';

/** A use of a name, with its conditions. */
export interface NameUse {
  readonly line: number;
  /** As written: `kvm->users_count`, `kvm_get_kvm()`. */
  readonly text: string;
  /** Conditions of the `#if`s around it. */
  readonly conditions: readonly string[];
}

/** Words after which a name is a value. */
const BEFORE_VALUE = /^(?:return|else|case|do|in|sizeof|typeof|__typeof__)$/;

const startOfDefine = ({ defines }: Spelling, at: number): number => {
  let i = at;
  while (i > 0 && defines[i - 1] === defines[at]) i--;
  return i;
};

/** Whether the name at `at` is declared there: a type or `*` stands before it, or it is a macro's own or a parameter. */
const isDeclared = (spelling: Spelling, at: number): boolean => {
  const { texts, defines } = spelling;
  const before = texts[at - 1];
  if (defines[at] !== 0) {
    const start = startOfDefine(spelling, at);
    if (at === start) return true;
    const close = texts[start + 1] === '(' ? texts.indexOf(')', start) : -1;
    if (at < close) return true;
  }
  if (before === '*') return isName(texts[at - 2]) || texts[at - 2] === '*';
  return isName(before) && !BEFORE_VALUE.test(before);
};

/** Whether some declaration in the file gives the name another meaning. */
const isTaken = ({ spelling, aggregates }: SourceFile, name: string): boolean => {
  if (aggregates.some(({ members }) => members.some((member) => member.name === name))) return true;
  return spelling.texts.some((text, at) => text === name && isDeclared(spelling, at));
};

const isUse = ({ texts, depths, defines }: Spelling, at: number): boolean => {
  const before = texts[at - 1] ?? '';
  const after = texts[at + 1] ?? '';
  if (before === '->' || before === '.' || before === 'goto' || before === '#' || before === '##')
    return false;
  if (after === ':' && /^[;{}]$/.test(before)) return false;
  return depths[at] !== 0 || defines[at] !== 0;
};

const asUse = ({ lines, conditions }: Spelling, at: number, text: string): NameUse => ({
  line: lines[at] ?? 0,
  text,
  conditions: conditions[at] ?? [],
});

const memberUses = (
  file: SourceFile,
  { name, struct }: RemovedName,
  types: MemberTypes,
): readonly NameUse[] =>
  accessesTo(file.spelling, new Set([name]), types)
    .filter((access: Access) => access.struct === struct)
    .map((access) => asUse(file.spelling, access.at, access.text));

/**
 * The uses of a removed name in a file, in order.
 * @param defines whether the file defined the name before the patch.
 */
export const usesOf = (
  file: SourceFile,
  removed: RemovedName,
  types: MemberTypes,
  defines = false,
): readonly NameUse[] => {
  if (removed.kind === 'member') return memberUses(file, removed, types);
  const { spelling } = file;
  if (!defines && isTaken(file, removed.name)) return [];
  const suffix = removed.kind === 'function' ? '()' : '';
  const uses: NameUse[] = [];
  spelling.texts.forEach((text, at) => {
    if (text !== removed.name || !isUse(spelling, at) || isDeclared(spelling, at)) return;
    uses.push(asUse(spelling, at, text + suffix));
  });
  return uses;
};

const EXPORT = /^(?:_*EXPORT_\w+)$/;
/** Macros that define something are in capitals: `DEVICE_ATTR_RO(name)`. */
const DEFINING = /^[A-Z][A-Z0-9_]+$/;

/** The first word of the statement around a token outside of functions. */
const leadingWord = ({ texts, depths, defines }: Spelling, at: number): string => {
  let i = at;
  while (i > 0 && defines[i - 1] === 0 && !(depths[i - 1] === 0 && /^[;}]$/.test(texts[i - 1] ?? ''))) i--;
  return texts[i] ?? '';
};

/**
 * Whether a file may still define the name. Anything outside of functions that names it counts, and a macro invoked there
 * that may paste it together: `DEVICE_ATTR_RO(size)` makes `dev_attr_size`.
 */
export const mayDefine = (file: SourceFile, { name, kind, struct }: RemovedName): boolean => {
  const { spelling, aggregates } = file;
  if (kind === 'member')
    return aggregates.some(({ tag, members }) => tag === struct && members.some((one) => one.name === name));
  if (
    aggregates.some(({ keyword, members }) => keyword === 'enum' && members.some((one) => one.name === name))
  )
    return true;
  const { texts, depths, defines } = spelling;
  return texts.some((text, at) => {
    if (defines[at] !== 0) return text === name && startOfDefine(spelling, at) === at;
    if (depths[at] !== 0 || !isName(text)) return false;
    if (text === name) return !EXPORT.test(leadingWord(spelling, at));
    const isPiece = name.endsWith(`_${text}`) || name.startsWith(`${text}_`);
    const opens = texts[at - 1] === '(' || texts[at - 1] === ',';
    return (
      isPiece && opens && DEFINING.test(leadingWord(spelling, at)) && !EXPORT.test(leadingWord(spelling, at))
    );
  });
};
