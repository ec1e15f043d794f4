// The summaries of all files that were read, by blob, and the index of definitions by name.
import type { Context } from '../base/context.js';
import type { BlobId } from '../base/id.js';
import { type Condition, conditionOf } from '../csource/condition.js';
import { keepNamedNumbers } from '../csource/deferred-number.js';
import { newNameTable } from '../csource/keyword.js';
import { isHeader, type Language } from '../csource/language.js';
import type { NameId, NameTable } from '../csource/name-table.js';
import { Block } from '../csource/rows.js';
import { Summariser } from '../csource/summarise.js';
import {
  ITEM_STRIDE,
  ItemColumn,
  ItemFlag,
  ItemKind,
  REF_STRIDE,
  type Summary,
  VALUE_STRIDE,
  ValueColumn,
} from '../csource/summary.js';
import type { BlobReader, TreeFile } from '../git/tree.js';
import { ConditionNames } from './condition-name.js';
import { DefinitionTable } from './definition-table.js';
import { flagsOf, forEachDefinition, isNumber, kindOf, nameOf, numberValue } from './item-rows.js';
import { NameFlags, type NameTest } from './name-flags.js';
import {
  type DirectiveRegions,
  definesFunction,
  directiveRegions,
  eventsThatCount,
  lateMacros,
  macrosIn,
  solidItems,
  undefinesUsedNames,
} from './summary-fact.js';
import type { WarmStart } from './warm-start.js';

/** Number of a summary in its store. */
export type SummaryIndex = number;

/** A file to summarise. */
export interface SourceFile extends TreeFile {
  readonly language: Language;
}

/** Size of the cache of `namesUsedIn`: a query uses the files of one unit together. */
const MOST_USED = 64;

/** Blobs per request: enough to keep git busy, few enough to keep memory low. */
const BATCH = 512;

/**
 * Reads files, summarises each blob once, and answers queries about summaries and definitions. One store serves all
 * states of a run: summaries are never removed, and their indexes do not change. Phases: `load` files, then
 * `endReadPhase`, then queries; more files can be loaded later, except after `endReadPhase` of a single query.
 */
export class SummaryStore {
  readonly names: NameTable = newNameTable();
  readonly summaries: Summary[] = [];
  /** Names whose definitions were queried: the read set of a state contains them. */
  readonly consulted = new NameFlags();
  private readonly byBlob = new Map<string, SummaryIndex>();
  /** Exists only while files are read: its buffers have the size of the longest file. */
  private summariser: Summariser | null = null;
  private readonly conditionNames = new ConditionNames(this.names);
  private readonly conditions: (Condition | undefined)[][] = [];
  private definitions = new DefinitionTable();
  private readonly never = new Set<NameId>();
  private readonly directives: DirectiveRegions[] = [];
  private readonly solid: (readonly number[])[] = [];
  private readonly late = new Map<SummaryIndex, ReadonlyMap<NameId, number>>();
  private readonly undefining = new Map<SummaryIndex, boolean>();
  private readonly templates = new Map<SummaryIndex, boolean>();
  private readonly functions = new Map<SummaryIndex, boolean>();
  private readonly used = new Map<SummaryIndex, ReadonlySet<NameId>>();
  private readonly events = new Map<SummaryIndex, Int32Array>();
  /** The number of condition names when `events` were filtered. */
  private eventsFor = 0;
  /** Prefetched summaries. */
  private readonly prefetched = new Map<string, Summary>();

  /**
   * @param known the summaries of an earlier run, with their names.
   * @param isSingleQuery whether the run has a single query: macros for numbers are deferred, and `endReadPhase` drops those
   *   that no other code names.
   */
  constructor(
    private readonly reader: BlobReader,
    private readonly known?: Pick<WarmStart, 'names' | 'summaries'>,
    private readonly isSingleQuery = false,
  ) {
    if (known !== undefined) this.names.take(known.names);
  }

  /** Bytes of source that this run read from git. */
  bytesRead = 0;

  /** All summaries, for the next run. */
  warmStart(): Pick<WarmStart, 'names' | 'summaries'> {
    const summaries = new Map<string, Summary>();
    for (const [key, index] of this.byBlob) summaries.set(key, this.get(index));
    return { names: this.names.list(), summaries };
  }

  indexOf(blob: BlobId, language: Language): SummaryIndex | undefined {
    return this.byBlob.get(blob + language);
  }

  /** Names that preprocessor conditions depend on, or that are undefined somewhere: their definitions are followed in order. */
  get namesInConditions(): ReadonlySet<NameId> {
    return this.conditionNames.names;
  }

  get(index: SummaryIndex): Summary {
    return this.summaries[index] as Summary;
  }

  /** Reads and summarises files, except blobs that were read before. */
  async load(files: Iterable<SourceFile>, context: Context): Promise<void> {
    const wanted = new Map<string, SourceFile>();
    for (const file of files) {
      const key = file.blob + file.language;
      if (!this.byBlob.has(key)) wanted.set(key, file);
    }
    const missing = [...wanted.values()];
    for (let i = 0; i < missing.length; i += BATCH) {
      context.signal.throwIfAborted();
      const batch = missing.slice(i, i + BATCH);
      const summaries = await this.prefetch(batch);
      batch.forEach(({ blob, language }, at) => {
        this.add(blob + language, summaries[at] as Summary);
        this.prefetched.delete(blob + language);
      });
      context.progress(`read ${this.summaries.length} source files`);
    }
    this.conditionNames.follow((name) => {
      const pairs = this.definitionsOf(name);
      for (let i = 0; i < pairs.length; i += 2) this.addValue(pairs[i] as number, pairs[i + 1] as number);
    });
  }

  /** Call after the last `load`. With a single query: drops the deferred numbers that no other code names. */
  endReadPhase(): void {
    if (!this.isSingleQuery) return;
    this.summariser = null;
    const block = new Block();
    // In the order of the files, as if no number had been deferred.
    this.definitions = new DefinitionTable();
    this.summaries.forEach(({ deferred, ...summary }, index) => {
      if (deferred !== undefined)
        this.summaries[index] = { ...summary, numbers: keepNamedNumbers(deferred, this.names, block) };
      this.define(index);
    });
  }

  /** Summarises files before `load`, which then need not read them. They have no index yet, and queries ignore them. */
  async prefetch(files: readonly SourceFile[]): Promise<readonly Summary[]> {
    const keyOf = ({ blob, language }: SourceFile): string => blob + language;
    const ready = (key: string): Summary | undefined =>
      this.prefetched.get(key) ??
      this.known?.summaries.get(key) ??
      this.summaries[this.byBlob.get(key) ?? -1];
    const unread = files.filter((file) => ready(keyOf(file)) === undefined);
    this.summariser ??= new Summariser(this.names, this.isSingleQuery);
    const { summariser } = this;
    await this.reader.readFiles(unread, (bytes, at) => {
      const file = unread[at] as SourceFile;
      this.prefetched.set(keyOf(file), summariser.summarise(bytes, file.language));
      this.bytesRead += bytes.length;
    });
    return files.map((file) => ready(keyOf(file)) as Summary);
  }

  /** Pairs of summary and item: the definitions of a name in all files. */
  definitionsOf(name: NameId): readonly number[] {
    this.consulted.add(name);
    return this.definitions.of(name);
  }

  /** Whether all definitions of a name are macros, and there is one. */
  isOnlyMacro(name: NameId): boolean {
    const pairs = this.definitionsOf(name);
    for (let i = 0; i < pairs.length; i += 2)
      if (kindOf(this.get(pairs[i] as number), pairs[i + 1] as number) !== ItemKind.Macro) return false;
    return pairs.length > 0;
  }

  /** Whether some definition of a name is no macro, or a macro that refers to other names. */
  hasBody(name: NameId): boolean {
    const pairs = this.definitionsOf(name);
    for (let i = 0; i < pairs.length; i += 2) {
      if (isNumber(pairs[i + 1] as number)) continue;
      const { items } = this.get(pairs[i] as number);
      const row = (pairs[i + 1] as number) * ITEM_STRIDE;
      if (items[row] !== ItemKind.Macro) return true;
      for (const column of [ItemColumn.RefsEnd, ItemColumn.CallsEnd, ItemColumn.PastesEnd]) {
        const before = row === 0 ? 0 : (items[row - ITEM_STRIDE + column] as number);
        if ((items[row + column] as number) > before) return true;
      }
    }
    return false;
  }

  /** Whether the compiler rejects every call of a function that it does not remove (`__compiletime_error`). */
  isNeverCalled(name: NameId): boolean {
    return this.never.has(name);
  }

  /** The condition that expression `expression` of a summary spells. */
  conditionAt(summary: SummaryIndex, expression: number): Condition {
    const row = this.conditions[summary] as (Condition | undefined)[];
    let condition = row[expression];
    if (condition === undefined) {
      // Equal texts share one tree, so its truth is computed once.
      condition = conditionOf(this.get(summary).expressions[expression] ?? '');
      row[expression] = condition;
    }
    return condition;
  }

  /** Whether a file refers to one of these names. */
  refersToAny(index: SummaryIndex, names: NameTest): boolean {
    const { refs } = this.get(index);
    for (let row = 0; row < refs.length; row += REF_STRIDE) if (names.has(refs[row] as number)) return true;
    return false;
  }

  /** The preprocessor regions of a file. */
  directiveRegions(index: SummaryIndex): DirectiveRegions {
    let known = this.directives[index];
    if (known === undefined) {
      known = directiveRegions(this.get(index).regions);
      this.directives[index] = known;
    }
    return known;
  }

  /** The events of a file without the definitions of macros that no condition uses, such as thousands of registers. */
  eventsThatCount(index: SummaryIndex): Int32Array {
    if (this.eventsFor !== this.namesInConditions.size) this.events.clear();
    this.eventsFor = this.namesInConditions.size;
    let events = this.events.get(index);
    if (events === undefined) {
      events = eventsThatCount(this.get(index), (name) => this.namesInConditions.has(name));
      this.events.set(index, events);
    }
    return events;
  }

  /** Macros that a file uses before it defines them, with the line of the definition: before it the name has another meaning. */
  lateMacros(index: SummaryIndex): ReadonlyMap<NameId, number> {
    let late = this.late.get(index);
    if (late === undefined) {
      late = lateMacros(this.get(index));
      this.late.set(index, late);
    }
    return late;
  }

  /** Whether a file undefines names that its functions use: the functions keep the undone meaning. */
  undefinesUsedNames(index: SummaryIndex): boolean {
    let tidies = this.undefining.get(index);
    if (tidies === undefined) {
      tidies = undefinesUsedNames(this.get(index));
      this.undefining.set(index, tidies);
    }
    return tidies;
  }

  /** The items that produce code by themselves: no macros, prototypes or inline functions. */
  solidItems(index: SummaryIndex): readonly number[] {
    let solid = this.solid[index];
    if (solid === undefined) {
      solid = solidItems(this.get(index).items);
      this.solid[index] = solid;
    }
    return solid;
  }

  /** Whether the code of a file belongs to each unit that includes it; the code of an ordinary header is only available. */
  isOwnCode(index: SummaryIndex, path: string): boolean {
    return !isHeader(path) || this.isTemplate(index);
  }

  /**
   * Whether a file defines functions for each unit that includes it: it has no include guard, or it defines macros for
   * the names of its functions.
   */
  isTemplate(index: SummaryIndex): boolean {
    let template = this.templates.get(index);
    if (template === undefined) {
      const summary = this.get(index);
      const { items, guard } = summary;
      // Most files define no function: test this first, as some files have thousands of macros.
      template = this.hasFunction(index) && (guard < 0 || definesFunction(items, macrosIn(summary)));
      this.templates.set(index, template);
    }
    return template;
  }

  /** Whether a file defines a function that is neither static nor inline: each unit that includes it compiles it. */
  isCompiled(index: SummaryIndex): boolean {
    if (!this.hasFunction(index)) return false;
    const summary = this.get(index);
    return this.solidItems(index).some(
      (item) =>
        kindOf(summary, item) === ItemKind.Function &&
        (flagsOf(summary, item) & (ItemFlag.Static | ItemFlag.Inline)) === 0,
    );
  }

  /** Whether a file defines a function that is not inline. */
  private hasFunction(index: SummaryIndex): boolean {
    let has = this.functions.get(index);
    if (has === undefined) {
      has = definesFunction(this.get(index).items, null);
      this.functions.set(index, has);
    }
    return has;
  }

  /** Whether a file defines a macro that makes a header include itself again (`CREATE_TRACE_POINTS`). */
  rereadsHeader(index: SummaryIndex): boolean {
    return this.conditionNames.isStaged(this.get(index));
  }

  /** The names that a file refers to or passes to a macro. */
  namesUsedIn(index: SummaryIndex): ReadonlySet<NameId> {
    const known = this.used.get(index);
    if (known !== undefined) return known;
    const { refs, args } = this.get(index);
    const used = new Set<NameId>(args);
    for (let row = 0; row < refs.length; row += REF_STRIDE) used.add(refs[row] as number);
    if (this.used.size === MOST_USED) this.used.clear();
    this.used.set(index, used);
    return used;
  }

  /** The value of an item as a condition; undefined when it has none. */
  valueOf(summary: SummaryIndex, item: number): Condition | undefined {
    const expression = this.valueExpression(summary, item);
    return expression === undefined ? undefined : this.conditionAt(summary, expression);
  }

  private valueExpression(summary: SummaryIndex, item: number): number | undefined {
    if (isNumber(item)) return numberValue(this.get(summary), item);
    const { values } = this.get(summary);
    let low = 0;
    let high = values.length / VALUE_STRIDE - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = values[middle * VALUE_STRIDE] as number;
      if (at === item) return values[middle * VALUE_STRIDE + ValueColumn.Expression] as number;
      if (at < item) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** The text of an item's value; undefined when it has none. */
  valueText(summary: SummaryIndex, item: number): string | undefined {
    const expression = this.valueExpression(summary, item);
    return expression === undefined ? undefined : this.get(summary).expressions[expression];
  }

  private add(key: string, summary: Summary): void {
    const index = this.summaries.length;
    this.summaries.push(summary);
    this.conditions.push([]);
    this.byBlob.set(key, index);
    this.define(index);
    this.conditionNames.add(summary);
  }

  /** Adds the definitions of a file. */
  private define(index: SummaryIndex): void {
    const summary = this.get(index);
    forEachDefinition(summary, (item) => {
      const kind = kindOf(summary, item);
      const name = nameOf(summary, item);
      if (kind === ItemKind.Prototype && (flagsOf(summary, item) & ItemFlag.Never) !== 0)
        this.never.add(name);
      // Invocations and prototypes define no name.
      if (kind === ItemKind.Invocation || kind === ItemKind.Prototype) return;
      this.definitions.add(name, index, item);
      if (this.namesInConditions.has(name)) this.addValue(index, item);
    });
  }

  private addValue(summary: SummaryIndex, item: number): void {
    if (kindOf(this.get(summary), item) !== ItemKind.Macro) return;
    const text = this.valueText(summary, item);
    if (text !== undefined) this.conditionNames.addText(text);
  }
}
