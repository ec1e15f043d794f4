// Collects the facts of one file and numbers its regions.

import { NumberCollector } from './deferred-number.js';
import type { NameId } from './name-table.js';
import type { NumberDefinition } from './number-definition.js';
import { type Block, Rows } from './rows.js';
import {
  EventKind,
  type Include,
  ITEM_STRIDE,
  REGION_STRIDE,
  RegionColumn,
  RegionKind,
  type Summary,
} from './summary.js';
import { TripleMap } from './triple-map.js';

/** The words of conditions that no `#define` of a file changes: CONFIG symbols and macros that test them. */
const CONFIG_WORDS = /\b(?:CONFIG_\w+|defined|IS_ENABLED|IS_BUILTIN|IS_MODULE|IS_REACHABLE|\d\w*)\b/g;

/**
 * Builds the `Summary` of one file after the other: `begin`, add rows, `summary`. Owned by a `Summariser`; its buffers
 * are reused. The scanners append to the public rows; `item` assigns all rows since the item before to the new item.
 */
export class Collector {
  readonly events = new Rows();
  readonly items = new Rows();
  readonly refs = new Rows();
  readonly calls = new Rows();
  readonly args = new Rows();
  readonly pastes = new Rows();
  readonly pieces = new Rows();
  private readonly numbers = new Rows();
  private readonly deferred = new NumberCollector();
  private readonly values = new Rows();
  guard: NameId = -1;
  guardRegion = 0;
  private readonly regions = new Rows();
  private expressions: string[] = [];
  private readonly expressionIds = new Map<string, number>();
  private includes: Include[] = [];
  /** The includes of all files so far, shared: a kernel has about ten thousand different ones, most of them in many files. */
  private readonly knownIncludes: { readonly [form in Include['form']]: Map<string, Include> } = {
    quote: new Map(),
    angle: new Map(),
    macro: new Map(),
  };
  private readonly regionIds = new TripleMap();
  private readonly seenRefs = new TripleMap();

  constructor() {
    this.begin();
  }

  /** Starts a new file. */
  begin(): void {
    const { events, items, refs, calls, args, pastes, pieces, numbers, values, regions } = this;
    for (const rows of [events, items, refs, calls, args, pastes, pieces, numbers, values, regions])
      rows.truncate(0);
    this.expressions = [];
    this.includes = [];
    this.expressionIds.clear();
    this.regionIds.clear();
    this.seenRefs.clear();
    this.guard = -1;
    this.guardRegion = 0;
    regions.push4(RegionKind.If, 0, -1, 0);
  }

  /** The region inside `parent` with this condition; equal conditions share a region. */
  region(kind: number, parent: number, expression: string): number {
    return this.numbered(kind, parent, this.expression(expression), 0);
  }

  /** Adds a macro for a number. @param text of the value; null when no condition can use it. */
  number(name: NameId, region: number, line: number, text: string | null): void {
    this.numbers.push4(name, region, line, text === null ? -1 : this.expression(text));
  }

  /** The same, but keeps the name out of the table of names (`DeferredNumbers`). */
  deferNumber(
    bytes: Uint8Array,
    number: NumberDefinition,
    region: number,
    line: number,
    text: string | null,
  ): void {
    this.deferred.add(bytes, number, region, line, text === null ? -1 : this.expression(text));
  }

  /** Sets the value of an item. @param text an expression. */
  value(item: number, text: string): void {
    this.values.push2(item, this.expression(text));
  }

  /**
   * A region of the preprocessor. The preprocessor evaluates its condition at its place, so regions with equal conditions
   * are shared only when no `#define` between them can change the result.
   */
  preprocessorRegion(kind: number, parent: number, expression: string, line: number): number {
    const id = this.expression(expression);
    const isShared = !/[A-Za-z_]/.test(expression.replace(CONFIG_WORDS, ''));
    const region = isShared ? this.numbered(kind, parent, id, 0) : this.fresh(kind, parent, id);
    this.events.push4(EventKind.Enter, 0, region, line);
    return region;
  }

  /** The text of a region's condition. */
  conditionOf(region: number): string {
    return this.expressions[this.regions.at(region * REGION_STRIDE + RegionColumn.Subject)] ?? '?';
  }

  /** The region of argument `index` of a call. @param isPlain whether the argument is one name or its address. */
  argumentRegion(parent: number, callee: NameId, index: number, isPlain: boolean): number {
    return this.numbered(isPlain ? RegionKind.Plain : RegionKind.Argument, parent, callee, index);
  }

  /** The region of code that is in both regions. */
  bothRegions(one: number, other: number): number {
    if (one === 0 || one === other) return other;
    if (other === 0) return one;
    return this.numbered(RegionKind.Both, one, other, 0);
  }

  /** Adds a reference of the current item, once for each name and region: with the first line. */
  ref(name: number, region: number, line: number): void {
    const at = this.refs.length;
    if (this.seenRefs.valueOf(name, region, 0, at) === at) this.refs.push3(name, region, line);
  }

  /** Ends an item, which gets all rows since the item before; returns its number. */
  item(kind: number, flags: number, name: NameId, region: number, line: number): number {
    this.seenRefs.clear();
    this.items.push4(kind, flags, name, region);
    this.items.push4(line, this.refs.length, this.calls.length, this.pastes.length);
    return this.items.length / ITEM_STRIDE - 1;
  }

  include(path: string, form: Include['form'], region: number, line: number): void {
    const known = this.knownIncludes[form];
    let include = known.get(path);
    if (include === undefined) {
      include = { path, form };
      known.set(path, include);
    }
    this.events.push4(EventKind.Include, this.includes.length, region, line);
    this.includes.push(include);
  }

  /** The facts of the file, in arrays of a block. */
  summary(block: Block): Summary {
    const deferred = this.deferred.take(block);
    return {
      regions: this.regions.toArray(block),
      expressions: this.expressions,
      events: this.events.toArray(block),
      includes: this.includes,
      items: this.items.toArray(block),
      numbers: this.numbers.toArray(block),
      refs: this.refs.toArray(block),
      calls: this.calls.toArray(block),
      args: this.args.toArray(block),
      pastes: this.pastes.toArray(block),
      pieces: this.pieces.toArray(block),
      values: this.values.toArray(block),
      guard: this.guard,
      guardRegion: this.guardRegion,
      ...(deferred === null ? {} : { deferred }),
    };
  }

  private expression(text: string): number {
    let id = this.expressionIds.get(text);
    if (id === undefined) {
      id = this.expressions.length;
      this.expressions.push(text);
      this.expressionIds.set(text, id);
    }
    return id;
  }

  private fresh(kind: number, parent: number, expression: number): number {
    this.regions.push4(kind, parent, expression, 0);
    return this.regions.length / REGION_STRIDE - 1;
  }

  private numbered(kind: number, parent: number, a: number, b: number): number {
    const fresh = this.regions.length / REGION_STRIDE;
    // The 64th argument and all later ones share a region.
    const id = this.regionIds.valueOf(parent, a, kind * 64 + Math.min(b, 63), fresh);
    if (id === fresh) this.regions.push4(kind, parent, a, b);
    return id;
  }
}
