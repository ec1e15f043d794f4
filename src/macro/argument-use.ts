// The arguments of a macro that can become part of a name, in any configuration. Most calls in a kernel are of a few dozen
// macros that only print (`pr_err`): none of their arguments can, so those calls need no expansion.
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
import { callRange, kindOf, pasteRange, pieceRange, refRange } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { PRIMITIVES } from '../unit/primitive.js';
import { callArguments } from '../unit/unit-region.js';

/**
 * How a macro uses its arguments. One argument can expand to a list of arguments of the next macro (C11, 6.10.3.4), which
 * shifts all that follow. So each use is a number of arguments, counted from the first, rather than a set of them.
 */
export interface ArgumentUse {
  /** Only arguments before this one can become part of a name or reach a primitive. */
  readonly words: number;
  /** Only for arguments before this one does it matter whether they are empty. */
  readonly present: number;
  /** Whether a call can make names without a part of an argument. */
  readonly makesOwn: boolean;
  /** Whether the expansion contains further calls that can make names. */
  readonly calls: boolean;
}

interface Draft {
  words: number;
  present: number;
  makesOwn: boolean;
  calls: boolean;
}

/** Nesting of calls in arguments of calls; beyond it, every argument counts as used. */
const DEEPEST_CALL = 16;
/** A macro that uses more arguments than this counts as using all of them. */
const MOST_ARGUMENTS = 32;
const ALL = 1 << 20;

/**
 * Computes the argument use of macros on demand, and caches it until `evict`. Uses only grow while a group of macros that
 * call each other is computed (a least fixed point). Owned by `MayExpand`.
 */
export class ArgumentUses {
  private readonly known = new Map<NameId, Draft>();

  /**
   * @param expanded macros that can make names at all.
   * @param isVisible whether to count the definitions of a file.
   */
  constructor(
    private readonly store: SummaryStore,
    private readonly expanded: ReadonlySet<NameId>,
    private readonly isVisible: (index: SummaryIndex) => boolean,
  ) {}

  /** Null when no call of this name can make a name. */
  of(callee: NameId): ArgumentUse | null {
    const use = this.known.get(callee) ?? this.find(callee);
    return use.words === 0 && !use.makesOwn ? null : use;
  }

  /** Call when the set of visible definitions changed. */
  evict(): void {
    this.known.clear();
  }

  /** Computes the use of a macro and of all macros that it calls, until none grows. */
  private find(callee: NameId): ArgumentUse {
    const group: NameId[] = [];
    const worklist = [callee];
    for (let name = worklist.pop(); name !== undefined; name = worklist.pop()) {
      if (this.known.has(name)) continue;
      const isPrimitive = PRIMITIVES.has(this.store.names.textOf(name));
      this.known.set(name, { words: isPrimitive ? 1 : 0, present: 0, makesOwn: false, calls: false });
      if (!this.expanded.has(name) || isPrimitive) continue;
      group.push(name);
      this.forEachBody(name, (summary, item) => {
        const [from, to] = callRange(summary, item);
        for (let row = from; row < to; row += CALL_STRIDE) worklist.push(summary.calls[row] as number);
        const target = this.targetOf(summary, item);
        if (target !== null) worklist.push(target);
      });
    }
    // Callees before callers, so that few rounds suffice.
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
      if (kindOf(summary, item) === ItemKind.Macro && this.isVisible(pairs[i] as number))
        visit(summary, item);
    }
  }

  /** g for `#define f g`: a call of f is a call of g. */
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

  /** Adds how a call in a macro's body uses the parameters of that macro. */
  private call(summary: Summary, row: number, inner: ArgumentUse, use: Draft): void {
    let position = 0;
    let mentioned = 0;
    let isPresent = false;
    for (const argument of callArguments(summary.calls, summary.args, row)) {
      if (argument <= REST_ARGUMENT) {
        growByRest(use, inner, REST_ARGUMENT - argument, position);
        mentioned = ALL;
        continue;
      }
      const params = paramsOf(summary, argument, 0);
      growByArgument(use, inner, argument, params, position);
      if (isWordArgument(argument)) isPresent = true;
      else if (argument < 0 && argument !== OTHER_ARGUMENT) mentioned = Math.max(mentioned, params);
      position++;
    }
    if (!inner.makesOwn) return;
    use.makesOwn = true;
    // A call without a word makes no name.
    if (!isPresent) growPresent(use, mentioned);
  }
}

/** Whether an argument is the same word in every expansion of the macro around it, or empty. */
const isWordArgument = (argument: number): boolean =>
  (argument >= 0 && argument < CALL_ARGUMENT) || argument === EMPTY_ARGUMENT;

/** Adds the variable arguments (`__VA_ARGS__`) that stand at a position of an inner call. */
const growByRest = (use: Draft, inner: ArgumentUse, parameter: number, position: number): void => {
  if (position < inner.words) grow(use, parameter + inner.words - position, false);
  // An empty rest removes the comma before it (`, ##__VA_ARGS__`).
  growPresent(use, Math.max(parameter + 1, parameter + inner.present - position));
};

/** Adds any other argument at a position of an inner call. @param params the parameters that it mentions. */
const growByArgument = (
  use: Draft,
  inner: ArgumentUse,
  argument: number,
  params: number,
  position: number,
): void => {
  const isWord = position < inner.words;
  const counts = isWord || position < inner.present;
  if (argument >= CALL_ARGUMENT) {
    if (counts || inner.makesOwn) grow(use, params, isWord && (argument < PASTE_ARGUMENT || params === 0));
  } else if (isWordArgument(argument)) {
    if (isWord) use.makesOwn = true;
  } else if (argument !== OTHER_ARGUMENT) {
    if (isWord) grow(use, params, false);
    else if (counts) growPresent(use, params);
  }
};

const grow = (use: Draft, words: number, makesOwn: boolean): void => {
  // The limit ends the growth of macros that pass the rest of their arguments to each other.
  if (words > use.words) use.words = words > MOST_ARGUMENTS ? ALL : words;
  if (makesOwn) use.makesOwn = true;
};

const growPresent = (use: Draft, present: number): void => {
  if (present > use.present) use.present = present > MOST_ARGUMENTS ? ALL : present;
};

/** How many parameters, counted from the first, an argument mentions. */
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

const paramsOfPaste = (summary: Summary, row: number): number => {
  const [from, to] = pieceRange(summary, row);
  let most = 0;
  for (let i = from; i < to; i++) {
    const piece = summary.pieces[i] as number;
    if (piece < 0 && piece > OTHER_ARGUMENT) most = Math.max(most, -piece);
  }
  return most;
};
