// Of which arguments of a macro call names can come, in any configuration: most calls are of a few dozen macros that only
// print, and nothing comes of those whatever they are told (`pr_err`).
import type { NameId } from '../csource/name-table.js';
import {
  CALL_ARGUMENT,
  CALL_STRIDE,
  EMPTY_ARGUMENT,
  ItemKind,
  OTHER_ARGUMENT,
  PASTE_ARGUMENT,
  PASTE_STRIDE,
  REF_STRIDE,
  REST_ARGUMENT,
  type Summary,
  TEXT_ARGUMENT,
} from '../csource/summary.js';
import { callRange, kindOf, pasteRange, refRange } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { PRIMITIVES } from '../unit/primitive.js';
import { callArguments } from '../unit/unit-region.js';

/**
 * An argument can be a list of them for the next macro (C11, 6.10.3.4), so that one which stands further back may be
 * any that follows: what matters is told by how many arguments from the first on do.
 */
export interface ArgumentUse {
  /** Arguments from here on become part of no name, and reach no primitive. */
  readonly words: number;
  /** Of arguments from here on it does not even matter whether they are there. */
  readonly present: number;
  /** Whether names come of a call that has only words that are part of none. */
  readonly makesOwn: boolean;
  /** Whether it comes to other calls of which names can come. */
  readonly calls: boolean;
}

interface Draft {
  words: number;
  present: number;
  makesOwn: boolean;
  calls: boolean;
}

/** Calls in the arguments of calls: of deeper ones all arguments matter. */
const DEEPEST_CALL = 16;
/** Of macros that use more arguments than that, all matter. */
const MOST_ARGUMENTS = 32;
const ALL = 1 << 20;

export class ArgumentUses {
  private readonly known = new Map<NameId, Draft>();

  /**
   * @param expanded macros of which names can come at all.
   * @param counts whether the definitions of a file count.
   */
  constructor(
    private readonly store: SummaryStore,
    private readonly expanded: ReadonlySet<NameId>,
    private readonly counts: (index: SummaryIndex) => boolean,
  ) {}

  /** Null when nothing comes of any call of this name. */
  of(callee: NameId): ArgumentUse | null {
    const use = this.known.get(callee) ?? this.find(callee);
    return use.words === 0 && !use.makesOwn ? null : use;
  }

  /** Other definitions count from now on. */
  evict(): void {
    this.known.clear();
  }

  /** Finds the use of a macro and of all that it calls: theirs grow until they agree. */
  private find(callee: NameId): ArgumentUse {
    const group: NameId[] = [];
    const pending = [callee];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (this.known.has(name)) continue;
      const isPrimitive = PRIMITIVES.has(this.store.names.textOf(name));
      this.known.set(name, { words: isPrimitive ? 1 : 0, present: 0, makesOwn: false, calls: false });
      if (!this.expanded.has(name) || isPrimitive) continue;
      group.push(name);
      this.forEachBody(name, (summary, item) => {
        const [from, to] = callRange(summary, item);
        for (let row = from; row < to; row += CALL_STRIDE) pending.push(summary.calls[row] as number);
        const target = this.targetOf(summary, item);
        if (target !== null) pending.push(target);
      });
    }
    // Those that are called come before their callers.
    group.reverse();
    for (let grows = true; grows; ) {
      grows = false;
      for (const name of group) if (this.extend(name)) grows = true;
    }
    return this.known.get(callee) as Draft;
  }

  private forEachBody(name: NameId, visit: (summary: Summary, item: number) => void): void {
    const pairs = this.store.definitionsOf(name);
    for (let i = 0; i < pairs.length; i += 2) {
      const summary = this.store.get(pairs[i] as number);
      const item = pairs[i + 1] as number;
      if (kindOf(summary, item) === ItemKind.Macro && this.counts(pairs[i] as number)) visit(summary, item);
    }
  }

  /** `#define f g`: a call of f is one of g. */
  private targetOf(summary: Summary, item: number): NameId | null {
    const [ref, end] = refRange(summary, item);
    const target = summary.refs[ref] as number;
    return end - ref === REF_STRIDE && target >= 0 && this.expanded.has(target) ? target : null;
  }

  private extend(name: NameId): boolean {
    const use = this.known.get(name) as Draft;
    const { words, present, makesOwn } = use;
    this.forEachBody(name, (summary, item) => this.body(summary, item, use));
    return use.words !== words || use.present !== present || use.makesOwn !== makesOwn;
  }

  private body(summary: Summary, item: number, use: Draft): void {
    const [pasteFrom, pasteTo] = pasteRange(summary, item);
    for (let row = pasteFrom; row < pasteTo; row += PASTE_STRIDE) {
      const pieces = paramsOfPaste(summary, row);
      grow(use, pieces, pieces === 0);
    }
    const [from, to] = callRange(summary, item);
    for (let row = from; row < to; row += CALL_STRIDE) {
      const inner = this.known.get(summary.calls[row] as number);
      if (inner === undefined || (inner.words === 0 && !inner.makesOwn)) continue;
      use.calls = true;
      this.call(summary, row, inner, use);
    }
    const target = this.targetOf(summary, item);
    const inner = target === null ? undefined : this.known.get(target);
    if (inner === undefined || (inner.words === 0 && !inner.makesOwn)) return;
    use.calls = true;
    grow(use, inner.words, inner.makesOwn);
    growPresent(use, inner.present);
  }

  /** Takes in what a call in the body of a macro does with the parameters of that. */
  private call(summary: Summary, row: number, inner: ArgumentUse, use: Draft): void {
    let position = 0;
    let mentioned = 0;
    let isPresent = false;
    for (const argument of callArguments(summary.calls, summary.args, row)) {
      const isWord = position < inner.words;
      const counts = isWord || position < inner.present;
      if (argument <= REST_ARGUMENT) {
        const parameter = REST_ARGUMENT - argument;
        mentioned = ALL;
        if (isWord) grow(use, parameter + inner.words - position, false);
        // Nothing at all for the rest takes its comma away.
        growPresent(use, Math.max(parameter + 1, parameter + inner.present - position));
        continue;
      }
      if (argument >= CALL_ARGUMENT) {
        const params = paramsOf(summary, argument, 0);
        if (counts || inner.makesOwn)
          grow(use, params, isWord && (argument < PASTE_ARGUMENT || params === 0));
      } else if (argument >= 0 || argument === EMPTY_ARGUMENT) {
        isPresent = true;
        if (isWord) use.makesOwn = true;
      } else if (argument !== OTHER_ARGUMENT) {
        const params = paramsOf(summary, argument, 0);
        mentioned = Math.max(mentioned, params);
        if (isWord) grow(use, params, false);
        else if (counts) growPresent(use, params);
      }
      position++;
    }
    if (!inner.makesOwn) return;
    use.makesOwn = true;
    // Without a word no name comes of it.
    if (!isPresent) growPresent(use, mentioned);
  }
}

const grow = (use: Draft, words: number, makesOwn: boolean): void => {
  // Macros that hand on the rest of their arguments to each other would grow for ever.
  if (words > use.words) use.words = words > MOST_ARGUMENTS ? ALL : words;
  if (makesOwn) use.makesOwn = true;
};

const growPresent = (use: Draft, present: number): void => {
  if (present > use.present) use.present = present > MOST_ARGUMENTS ? ALL : present;
};

/** How many parameters, from the first on, have a part in an argument. */
const paramsOf = (summary: Summary, argument: number, depth: number): number => {
  if (argument >= PASTE_ARGUMENT) return paramsOfPaste(summary, (argument - PASTE_ARGUMENT) * PASTE_STRIDE);
  if (argument >= CALL_ARGUMENT) {
    if (depth > DEEPEST_CALL) return ALL;
    let most = 0;
    const row = (argument - CALL_ARGUMENT) * CALL_STRIDE;
    for (const inner of callArguments(summary.calls, summary.args, row))
      most = Math.max(most, paramsOf(summary, inner, depth + 1));
    return most;
  }
  if (argument >= 0 || argument === OTHER_ARGUMENT || argument === EMPTY_ARGUMENT) return 0;
  if (argument <= REST_ARGUMENT) return ALL;
  return argument <= TEXT_ARGUMENT ? TEXT_ARGUMENT - argument + 1 : -argument;
};

const paramsOfPaste = ({ pastes, pieces }: Summary, row: number): number => {
  let most = 0;
  for (let i = row === 0 ? 0 : (pastes[row - 1] as number); i < (pastes[row + 2] as number); i++) {
    const piece = pieces[i] as number;
    if (piece < 0 && piece > OTHER_ARGUMENT) most = Math.max(most, -piece);
  }
  return most;
};
