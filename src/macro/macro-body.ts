// The definitions of macros that can make names, and those whose expansion is one word. Most definitions are neither: of
// the thousand definitions of `pr_fmt` in a kernel, only a few are.
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, ItemKind, PASTE_STRIDE, REF_STRIDE, type Summary } from '../csource/summary.js';
import { callRange, kindOf, pasteRange, refRange } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { outermostCall, passedOn, STRINGIFYING } from './macro-argument.js';

/** A macro definition whose expansion is one word. */
export interface WordMacro {
  readonly index: SummaryIndex;
  readonly isShared: boolean;
  readonly summary: Summary;
  readonly item: number;
  /** The row of the one name that it pastes; null if it is of another form. */
  readonly paste: number | null;
  /** Whether it makes a string of its parameter. */
  readonly isText: boolean;
  /** The row of the one call that its body consists of; null if it is of another form. */
  readonly outermost: number | null;
}

/** Finds and caches such definitions by name. Owned by `MayExpand`, which selects the file whose calls are expanded. */
export class MacroBodies {
  private readonly shared = new Map<NameId, readonly number[]>();
  /** The same, with the definitions of the current file. */
  private readonly own = new Map<NameId, readonly number[]>();
  private readonly words = new Map<NameId, readonly WordMacro[]>();
  private file: SummaryIndex = -1;

  constructor(
    private readonly store: SummaryStore,
    private readonly expanded: ReadonlySet<NameId>,
    private readonly isShared: (index: SummaryIndex) => boolean,
  ) {}

  /** Call when the set of shared files changed. */
  evict(): void {
    this.shared.clear();
    this.own.clear();
    this.words.clear();
  }

  /** Makes a file the current one: its own definitions are visible. */
  selectFile(index: SummaryIndex): void {
    this.file = index;
    this.own.clear();
  }

  /** Pairs of file and item: definitions that can make names, in shared files, and with `isOwn` in the current file. */
  generatingMacrosOf(name: NameId, isOwn: boolean): readonly number[] {
    const known = isOwn ? this.own : this.shared;
    let pairs = known.get(name);
    if (pairs === undefined) {
      pairs = this.findGeneratingMacros(name, isOwn);
      known.set(name, pairs);
    }
    return pairs;
  }

  private findGeneratingMacros(name: NameId, isOwn: boolean): readonly number[] {
    const pairs = this.store.definitionsOf(name);
    const found: number[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const index = pairs[i] as number;
      const item = pairs[i + 1] as number;
      const isVisible = this.isShared(index) || (isOwn && index === this.file);
      if (isVisible && this.makes(this.store.get(index), item)) found.push(index, item);
    }
    return found;
  }

  private makes(summary: Summary, item: number): boolean {
    if (kindOf(summary, item) !== ItemKind.Macro) return false;
    const [pasteFrom, pasteTo] = pasteRange(summary, item);
    if (pasteTo > pasteFrom) return true;
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE)
      if (this.expanded.has(summary.calls[row] as number)) return true;
    const [ref, end] = refRange(summary, item);
    return end - ref === REF_STRIDE && this.expanded.has(summary.refs[ref] as number);
  }

  /** The definitions in any file, in order. */
  wordMacrosOf(name: NameId): readonly WordMacro[] {
    let generators = this.words.get(name);
    if (generators === undefined) {
      generators = this.findWordMacros(name);
      this.words.set(name, generators);
    }
    return generators;
  }

  private findWordMacros(name: NameId): readonly WordMacro[] {
    const pairs = this.store.definitionsOf(name);
    const found: WordMacro[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const index = pairs[i] as number;
      const item = pairs[i + 1] as number;
      const summary = this.store.get(index);
      if (kindOf(summary, item) !== ItemKind.Macro) continue;
      const [pasteFrom, pasteTo] = pasteRange(summary, item);
      const paste = pasteTo - pasteFrom === PASTE_STRIDE ? pasteFrom : null;
      const isText = this.store.valueText(index, item) === STRINGIFYING;
      const outermost = outermostCall(summary, item);
      if (paste === null && !isText && outermost === null && passedOn(summary, item, []) === undefined)
        continue;
      found.push({ index, isShared: this.isShared(index), summary, item, paste, isText, outermost });
    }
    return found;
  }
}
