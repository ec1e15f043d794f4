// Collects the facts of one file while it is read, and numbers its regions.

import { NumberCollector } from './deferred-number.js';
import type { NameId } from './name-table.js';
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

/** Words of a condition that mean the same all over the file: CONFIG symbols and what asks for them. */
const SETTLED = /\b(?:CONFIG_\w+|defined|IS_ENABLED|IS_BUILTIN|IS_MODULE|IS_REACHABLE|\d\w*)\b/g;

export class Collector {
  readonly events = new Rows();
  readonly items = new Rows();
  readonly refs = new Rows();
  readonly calls = new Rows();
  readonly args = new Rows();
  readonly pastes = new Rows();
  readonly pieces = new Rows();
  private readonly numbers = new Rows();
  private readonly aside = new NumberCollector();
  private readonly values = new Rows();
  guard: NameId = -1;
  guardRegion = 0;
  private readonly regions = new Rows();
  private expressions: string[] = [];
  private readonly expressionIds = new Map<string, number>();
  private includes: Include[] = [];
  /** Those of all files so far: a kernel has some ten thousand, most of which stand in many files. */
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

  /** Forgets the file before; its buffers are used again. */
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

  /** The region below `parent` with this condition; the same one for the same condition. */
  region(kind: number, parent: number, expression: string): number {
    return this.numbered(kind, parent, this.expression(expression), 0);
  }

  /** A macro for a number; without a text for one that no condition asks for. */
  number(name: NameId, region: number, line: number, text: string | null): void {
    this.numbers.push4(name, region, line, text === null ? -1 : this.expression(text));
  }

  /** One whose name, at `bytes[from..to)` and with this hash, is left out of the table of names. */
  numberAside(
    bytes: Uint8Array,
    from: number,
    to: number,
    hash: number,
    region: number,
    line: number,
    text: string | null,
  ): void {
    this.aside.add(bytes, from, to, hash, region, line, text === null ? -1 : this.expression(text));
  }

  /** The value of an item, as the text of an expression. */
  value(item: number, text: string): void {
    this.values.push2(item, this.expression(text));
  }

  /**
   * A region of the preprocessor. Its condition is asked where it stands: it is shared only when no `#define` between two
   * places can change the answer.
   */
  preprocessorRegion(kind: number, parent: number, expression: string, line: number): number {
    const id = this.expression(expression);
    const settled = !/[A-Za-z_]/.test(expression.replace(SETTLED, ''));
    const region = settled ? this.numbered(kind, parent, id, 0) : this.fresh(kind, parent, id);
    this.events.push4(EventKind.Enter, 0, region, line);
    return region;
  }

  /** The text of a region's condition. */
  conditionOf(region: number): string {
    return this.expressions[this.regions.at(region * REGION_STRIDE + RegionColumn.Subject)] ?? '?';
  }

  argumentRegion(parent: number, callee: NameId, index: number, isPlain: boolean): number {
    return this.numbered(isPlain ? RegionKind.Plain : RegionKind.Argument, parent, callee, index);
  }

  /** Code that stands in both regions. */
  bothRegions(one: number, other: number): number {
    if (one === 0 || one === other) return other;
    if (other === 0) return one;
    return this.numbered(RegionKind.Both, one, other, 0);
  }

  /** A reference of the current item; each name and region counts once, with its first line. */
  ref(name: number, region: number, line: number): void {
    const at = this.refs.length;
    if (this.seenRefs.valueOf(name, region, 0, at) === at) this.refs.push3(name, region, line);
  }

  /** Ends an item: all rows since the last one are its own. */
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

  /** What was collected, in arrays of a block. */
  summary(block: Block): Summary {
    const aside = this.aside.take(block);
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
      ...(aside === null ? {} : { aside }),
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
    // Arguments from the 64th on share a region.
    const id = this.regionIds.valueOf(parent, a, kind * 64 + Math.min(b, 63), fresh);
    if (id === fresh) this.regions.push4(kind, parent, a, b);
    return id;
  }
}
