// Summaries by blob, and the index from names to the items that define them.
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
import { AskedNames } from './asked-name.js';
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
  tidiesUp,
} from './summary-fact.js';
import type { WarmStart } from './warm-start.js';

/** Number of a summary in its store. */
export type SummaryIndex = number;

export interface SourceFile extends TreeFile {
  readonly language: Language;
}

/** Sets of names that files use, kept at a time: those of one unit are asked for together. */
const MOST_USED = 64;

/** Blobs asked for in one go: enough to keep git busy, few enough to keep memory low. */
const BATCH = 512;

export class SummaryStore {
  readonly names: NameTable = newNameTable();
  readonly summaries: Summary[] = [];
  /** Names whose definitions somebody asked for. */
  readonly consulted = new NameFlags();
  private readonly byBlob = new Map<string, SummaryIndex>();
  /** Made when files are read; its buffers are as long as the longest of them. */
  private summariser: Summariser | null = null;
  private readonly asking = new AskedNames(this.names);
  private readonly conditions: (Condition | undefined)[][] = [];
  private definitions = new DefinitionTable();
  private readonly never = new Set<NameId>();
  private readonly directives: DirectiveRegions[] = [];
  private readonly solid: (readonly number[])[] = [];
  private readonly late = new Map<SummaryIndex, ReadonlyMap<NameId, number>>();
  private readonly tidying = new Map<SummaryIndex, boolean>();
  private readonly templates = new Map<SummaryIndex, boolean>();
  private readonly functions = new Map<SummaryIndex, boolean>();
  private readonly used = new Map<SummaryIndex, ReadonlySet<NameId>>();
  private readonly events = new Map<SummaryIndex, Int32Array>();
  /** How many names were asked for when `events` were chosen. */
  private eventsFor = 0;
  /** Summaries that were made before anybody asked for them. */
  private readonly foreseen = new Map<string, Summary>();

  /**
   * @param known summaries of the run before, with their names.
   * @param asksOnce whether one question is asked and no other: macros for numbers wait for `settle`, which keeps those that something names.
   */
  constructor(
    private readonly reader: BlobReader,
    private readonly known?: Pick<WarmStart, 'names' | 'summaries'>,
    private readonly asksOnce = false,
  ) {
    if (known !== undefined) this.names.take(known.names);
  }

  /** Bytes of source that this run had to read itself. */
  bytesRead = 0;

  /** All summaries so far, for the next run. */
  headStart(): Pick<WarmStart, 'names' | 'summaries'> {
    const summaries = new Map<string, Summary>();
    for (const [key, index] of this.byBlob) summaries.set(key, this.get(index));
    return { names: this.names.list(), summaries };
  }

  indexOf(blob: BlobId, language: Language): SummaryIndex | undefined {
    return this.byBlob.get(blob + language);
  }

  /** Names that a preprocessor condition asks for, or that are undefined somewhere: only their definitions are followed in order. */
  get asked(): ReadonlySet<NameId> {
    return this.asking.names;
  }

  get(index: SummaryIndex): Summary {
    return this.summaries[index] as Summary;
  }

  /** Reads and summarises the blobs that are not known yet. */
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
      const summaries = await this.announceQueries(batch);
      batch.forEach(({ blob, language }, at) => {
        this.add(blob + language, summaries[at] as Summary);
        this.foreseen.delete(blob + language);
      });
      context.progress(`read ${this.summaries.length} source files`);
    }
    this.asking.follow((name) => {
      const pairs = this.definitionsOf(name);
      for (let i = 0; i < pairs.length; i += 2) this.noteValue(pairs[i] as number, pairs[i + 1] as number);
    });
  }

  /** All files are read, so that all names are spelt out: numbers with other names are let go. */
  endReadPhase(): void {
    if (!this.asksOnce) return;
    this.summariser = null;
    const block = new Block();
    // In the order of the files, as if each had come with its numbers.
    this.definitions = new DefinitionTable();
    this.summaries.forEach(({ deferred, ...summary }, index) => {
      if (deferred !== undefined)
        this.summaries[index] = { ...summary, numbers: keepNamedNumbers(deferred, this.names, block) };
      this.define(index);
    });
  }

  /** The summaries of files, which `load` then need not read. Nothing else knows of them before. */
  async announceQueries(files: readonly SourceFile[]): Promise<readonly Summary[]> {
    const keyOf = ({ blob, language }: SourceFile): string => blob + language;
    const ready = (key: string): Summary | undefined =>
      this.foreseen.get(key) ?? this.known?.summaries.get(key) ?? this.summaries[this.byBlob.get(key) ?? -1];
    const unread = files.filter((file) => ready(keyOf(file)) === undefined);
    this.summariser ??= new Summariser(this.names, this.asksOnce);
    const { summariser } = this;
    await this.reader.readFiles(unread, (bytes, at) => {
      const file = unread[at] as SourceFile;
      this.foreseen.set(keyOf(file), summariser.summarise(bytes, file.language));
      this.bytesRead += bytes.length;
    });
    return files.map((file) => ready(keyOf(file)) as Summary);
  }

  /** Pairs of summary and item that define a name, in any file read so far. */
  definitionsOf(name: NameId): readonly number[] {
    this.consulted.add(name);
    return this.definitions.of(name);
  }

  /** Whether a name is a macro wherever it is defined: never a function or variable that stubs stand in for. */
  isOnlyMacro(name: NameId): boolean {
    const pairs = this.definitionsOf(name);
    for (let i = 0; i < pairs.length; i += 2)
      if (kindOf(this.get(pairs[i] as number), pairs[i + 1] as number) !== ItemKind.Macro) return false;
    return pairs.length > 0;
  }

  /** Whether some definition of a name names others, or is more than a macro. */
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

  /** Whether the compiler refuses every call of a function that it does not drop. */
  isNeverCalled(name: NameId): boolean {
    return this.never.has(name);
  }

  /** The condition with this number in a summary. */
  conditionAt(summary: SummaryIndex, expression: number): Condition {
    const row = this.conditions[summary] as (Condition | undefined)[];
    let condition = row[expression];
    if (condition === undefined) {
      // The same one for a text, wherever it stands: what it comes to is found out once.
      condition = conditionOf(this.get(summary).expressions[expression] ?? '');
      row[expression] = condition;
    }
    return condition;
  }

  /** Whether a file's code refers to one of these names. */
  refersToAny(index: SummaryIndex, names: NameTest): boolean {
    const { refs } = this.get(index);
    for (let row = 0; row < refs.length; row += REF_STRIDE) if (names.has(refs[row] as number)) return true;
    return false;
  }

  /** The regions that `#if`s make, the whole file first, and the rank of each among them (0 for the others). */
  directiveRegions(index: SummaryIndex): DirectiveRegions {
    let known = this.directives[index];
    if (known === undefined) {
      known = directiveRegions(this.get(index).regions);
      this.directives[index] = known;
    }
    return known;
  }

  /** The events of a file without the definitions of macros that nothing asks for: of the registers of a device, some thousand. */
  eventsThatCount(index: SummaryIndex): Int32Array {
    if (this.eventsFor !== this.asked.size) this.events.clear();
    this.eventsFor = this.asked.size;
    let events = this.events.get(index);
    if (events === undefined) {
      events = eventsThatCount(this.get(index), (name) => this.asked.has(name));
      this.events.set(index, events);
    }
    return events;
  }

  /** Macros of a file that its code names before it defines them: there the name still means something else. */
  lateMacros(index: SummaryIndex): ReadonlyMap<NameId, number> {
    let late = this.late.get(index);
    if (late === undefined) {
      late = lateMacros(this.get(index));
      this.late.set(index, late);
    }
    return late;
  }

  /** Whether a file undefines names that its functions have used: its inlines mean what they stood for. */
  tidiesUp(index: SummaryIndex): boolean {
    let tidies = this.tidying.get(index);
    if (tidies === undefined) {
      tidies = tidiesUp(this.get(index));
      this.tidying.set(index, tidies);
    }
    return tidies;
  }

  /** The items that are code of their own: neither macros nor prototypes, nor there for others to expand in place. */
  solidItems(index: SummaryIndex): readonly number[] {
    let solid = this.solid[index];
    if (solid === undefined) {
      solid = solidItems(this.get(index).items);
      this.solid[index] = solid;
    }
    return solid;
  }

  /** Whether the code of a file is that of the unit that has it, rather than something that the unit only could use. */
  isOwnCode(index: SummaryIndex, path: string): boolean {
    return !isHeader(path) || this.isTemplate(index);
  }

  /**
   * Whether a file makes functions for each unit that includes it: it is there to be included more than once, or their names
   * are macros of its own.
   */
  isTemplate(index: SummaryIndex): boolean {
    let template = this.templates.get(index);
    if (template === undefined) {
      const summary = this.get(index);
      const { items, guard } = summary;
      // Most files define none: their macros, of which some have thousands, need not be looked at.
      template = this.hasFunction(index) && (guard < 0 || definesFunction(items, macrosIn(summary)));
      this.templates.set(index, template);
    }
    return template;
  }

  /** Whether a file defines a function that each unit compiles that includes it: neither static nor inline. */
  isCompiled(index: SummaryIndex): boolean {
    if (!this.hasFunction(index)) return false;
    const summary = this.get(index);
    return this.solidItems(index).some(
      (item) =>
        kindOf(summary, item) === ItemKind.Function &&
        (flagsOf(summary, item) & (ItemFlag.Static | ItemFlag.Inline)) === 0,
    );
  }

  /** Whether a file defines a function that is not there to be expanded in place. */
  private hasFunction(index: SummaryIndex): boolean {
    let has = this.functions.get(index);
    if (has === undefined) {
      has = definesFunction(this.get(index).items, null);
      this.functions.set(index, has);
    }
    return has;
  }

  /** Whether a file defines a macro on which it depends that a header is read again (`CREATE_TRACE_POINTS`). */
  asksToRead(index: SummaryIndex): boolean {
    return this.asking.isStaged(this.get(index));
  }

  /** Names that a file's code refers to or hands to a macro. */
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

  /** The condition that an item's value spells; undefined when it has none. */
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
    this.asking.note(summary);
  }

  /** Takes in what a file defines. */
  private define(index: SummaryIndex): void {
    const summary = this.get(index);
    forEachDefinition(summary, (item) => {
      const kind = kindOf(summary, item);
      const name = nameOf(summary, item);
      if (kind === ItemKind.Prototype && (flagsOf(summary, item) & ItemFlag.Never) !== 0)
        this.never.add(name);
      // An invocation defines no name by its own, a prototype only promises one.
      if (kind === ItemKind.Invocation || kind === ItemKind.Prototype) return;
      this.definitions.add(name, index, item);
      if (this.asked.has(name)) this.noteValue(index, item);
    });
  }

  private noteValue(summary: SummaryIndex, item: number): void {
    if (kindOf(this.get(summary), item) !== ItemKind.Macro) return;
    const text = this.valueText(summary, item);
    if (text !== undefined) this.asking.noteText(text);
  }
}
