// The definitions of macros of which names can come, and those that come to one word: of `pr_fmt` a kernel has a thousand,
// and all but a few of them are neither.
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, ItemKind, PASTE_STRIDE, REF_STRIDE, type Summary } from '../csource/summary.js';
import { callRange, kindOf, pasteRange, refRange } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { outermostCall, passedOn, STRINGIFYING } from './macro-argument.js';

/** A definition that comes to a word. */
export interface WordMaker {
  readonly index: SummaryIndex;
  readonly isShared: boolean;
  readonly summary: Summary;
  readonly item: number;
  /** The row of its one paste; null when it comes to something else. */
  readonly paste: number | null;
  readonly isText: boolean;
  readonly outermost: number | null;
}

export class MacroBodies {
  private readonly shared = new Map<NameId, readonly number[]>();
  /** The same with those of the file that is asked for. */
  private readonly own = new Map<NameId, readonly number[]>();
  private readonly words = new Map<NameId, readonly WordMaker[]>();
  private asking: SummaryIndex = -1;

  constructor(
    private readonly store: SummaryStore,
    private readonly expanded: ReadonlySet<NameId>,
    private readonly isShared: (index: SummaryIndex) => boolean,
  ) {}

  /** Other definitions count from now on. */
  evict(): void {
    this.shared.clear();
    this.own.clear();
    this.words.clear();
  }

  /** A call of this file is asked for. */
  ask(index: SummaryIndex): void {
    this.asking = index;
    this.own.clear();
  }

  /** Pairs of file and item: the macros of a name that make names, as files share them, or as the asking file sees them. */
  makersOf(name: NameId, isOwn: boolean): readonly number[] {
    const known = isOwn ? this.own : this.shared;
    let pairs = known.get(name);
    if (pairs === undefined) {
      pairs = this.findMakers(name, isOwn);
      known.set(name, pairs);
    }
    return pairs;
  }

  private findMakers(name: NameId, isOwn: boolean): readonly number[] {
    const pairs = this.store.definitionsOf(name);
    const found: number[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const index = pairs[i] as number;
      const item = pairs[i + 1] as number;
      const isVisible = this.isShared(index) || (isOwn && index === this.asking);
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

  /** In any file, in order. */
  wordMakersOf(name: NameId): readonly WordMaker[] {
    let makers = this.words.get(name);
    if (makers === undefined) {
      makers = this.findWordMakers(name);
      this.words.set(name, makers);
    }
    return makers;
  }

  private findWordMakers(name: NameId): readonly WordMaker[] {
    const pairs = this.store.definitionsOf(name);
    const found: WordMaker[] = [];
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
