// What one unit has to do with some symbols: it needs, exports or defines them.

import type { SourcePlace } from '../base/edge.js';
import { languageOf } from '../csource/language.js';
import type { NameId } from '../csource/name-table.js';
import { CALL_STRIDE, CallColumn, ItemFlag, ItemKind, type Summary } from '../csource/summary.js';
import type { CompositeObject } from '../kbuild/composite-object.js';
import { FALSE, type Formula } from '../kbuild/formula/formula.js';
import type { Kernel } from '../kbuild/kernel.js';
import { exportsOf } from '../macro/export.js';
import { MacroKnowledge } from '../macro/macro-knowledge.js';
import type { ReachingNames } from '../macro/reaching-names.js';
import { Reach } from '../reach/reach.js';
import { type NamePath, ReachGraph } from '../reach/reach-graph.js';
import { flagsOf, kindOf, lineOf, nameOf } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import type { Closures } from '../unit/closure.js';
import type { Compilation } from '../unit/compilation.js';
import { ProgramCache } from '../unit/program-cache.js';
import { type ReadUnit, UnitReader } from '../unit/unit-reader.js';
import { callArguments } from '../unit/unit-region.js';
import { unquoted } from './grant.js';

/** What one unit has to do with a symbol. */
export interface UnitFact {
  readonly symbol: string;
  readonly object: CompositeObject;
  readonly compilation: Compilation;
  readonly architecture: string;
  /** Where the object has it, given that the object exists. */
  readonly when: Formula;
  readonly place: SourcePlace;
}

export interface SymbolUse extends UnitFact {
  readonly kind: 'link' | 'dynamic';
  /** The macros and inline functions on the shortest path to the symbol, in order; empty when they were not asked for. */
  readonly through: readonly string[];
}

export interface SymbolExport extends UnitFact {
  /** The macro that stands in the source. */
  readonly type: string;
  readonly namespace: string | null;
  readonly gpl: boolean;
  /** Whether `namespace` is a list of modules. */
  readonly modules: boolean;
}

export interface UnitFacts {
  readonly uses: readonly SymbolUse[];
  readonly exports: readonly SymbolExport[];
  readonly definitions: readonly UnitFact[];
}

/** Macros by which assembler begins a function (include/linux/linkage.h and the architectures' asm/linkage.h, asm/asm.h). */
const ASM_DEFINITION = /^(?:SYM_\w*START\w*|SYM_\w*ALIAS\w*|_?ENTRY|_?GLOBAL\w*|WEAK|LEAF|NESTED|FEXPORT)$/;

export class SymbolReading {
  private readonly reader: UnitReader;
  private readonly macros: MacroKnowledge;
  private readonly targets: ReadonlySet<NameId>;
  private readonly live: ReachingNames;

  /** `closures` have loaded everything that the units can include. */
  constructor(
    private readonly kernel: Kernel,
    private readonly store: SummaryStore,
    private readonly closures: Closures,
    symbols: ReadonlySet<string>,
    private readonly tellsPaths = false,
  ) {
    const roles = closures.roles();
    this.reader = new UnitReader(new ProgramCache(kernel, store), store, closures, false);
    this.macros = new MacroKnowledge(store, roles.all, roles);
    this.targets = new Set([...symbols].map((symbol) => store.names.idOf(symbol)));
    this.live = this.macros.reachingFor(0, this.targets, roles);
  }

  read(compilation: Compilation): UnitFacts {
    const unit = this.reader.read(compilation);
    const definitions = [...this.definitions(compilation, unit)];
    const defined = new Set(definitions.map(({ symbol }) => symbol));
    const isAsm = languageOf(compilation.unit.path) === 'asm';
    return {
      // All names of assembler count as needed, those that it defines too.
      uses: [...this.uses(compilation, unit)].filter(({ symbol }) => !isAsm || !defined.has(symbol)),
      exports: [...this.exports(compilation, unit)],
      definitions,
    };
  }

  /** Lets go of what was read for one architecture. */
  evict(): void {
    this.reader.evict();
  }

  /** Every file that a unit reads in some configuration. */
  filesOf(compilation: Compilation): readonly SummaryIndex[] {
    return this.reader
      .read(compilation)
      .preprocessed.files.values()
      .map(({ summary }) => summary);
  }

  private fact(compilation: Compilation, symbol: NameId, when: Formula, place: SourcePlace): UnitFact {
    const { object, architecture } = compilation;
    return {
      symbol: this.store.names.textOf(symbol),
      object,
      compilation,
      architecture,
      when: this.kernel.formulas.and(compilation.when, when),
      place,
    };
  }

  private *uses(compilation: Compilation, unit: ReadUnit): Iterable<SymbolUse> {
    const { store, live: reaching, macros, targets } = this;
    const graph = this.tellsPaths ? new ReachGraph(store, this.kernel.formulas, unit.regions) : null;
    const observer = graph === null ? {} : { observer: graph };
    const options = { store, unit, reaching, expanded: macros.expanded, targets, ...observer };
    for (const { symbol, when, place, kind } of new Reach(options).run()) {
      const [path] = graph?.pathsTo(symbol, kind) ?? [];
      const through = path === undefined ? [] : this.namesOn(path);
      yield { ...this.fact(compilation, symbol, when, place), kind, through };
    }
  }

  private namesOn({ steps, implying }: NamePath): readonly string[] {
    const { names } = this.store;
    const found = steps.flatMap(({ name, through }, at) => [
      ...through.map(({ summary, item }) => nameOf(this.store.get(summary), item)),
      ...(at < steps.length - 1 ? [name] : []),
    ]);
    return [...new Set([...found, ...(implying === null ? [] : [implying])])].map((name) =>
      names.textOf(name),
    );
  }

  private *exports(compilation: Compilation, unit: ReadUnit): Iterable<SymbolExport> {
    for (const one of exportsOf(this.store, unit, this.macros.exporting)) {
      if (!this.targets.has(one.symbol)) continue;
      const { type, gpl, modules } = one;
      const namespace =
        this.listed(one.namespace) ?? (modules ? null : this.defaultNamespace(compilation, type));
      yield { ...this.fact(compilation, one.symbol, one.when, one.place), type, gpl, modules, namespace };
    }
  }

  /** A namespace, or the text of the macro that a list of modules stands in (`#define KVM_SUB_MODULES kvm-amd,kvm-intel`). */
  private listed(namespace: string | null): string | null {
    if (namespace === null || !/^\w+$/.test(namespace)) return namespace;
    const pairs = this.store.definitionsOf(this.store.names.idOf(namespace));
    for (let i = 0; i < pairs.length; i += 2) {
      const text = this.store.valueText(pairs[i] as number, pairs[i + 1] as number)?.replaceAll(' ', '');
      if (text?.includes(',') || text?.includes('-')) return text;
    }
    return namespace;
  }

  /**
   * DEFAULT_SYMBOL_NAMESPACE of the command line; exports that name a namespace do not take it. One that a file defines is
   * not known (summaries keep no texts of macros): its exports count as those of no namespace.
   */
  private defaultNamespace({ defines }: Compilation, type: string): string | null {
    if (type !== 'EXPORT_SYMBOL' && type !== 'EXPORT_SYMBOL_GPL') return null;
    const given = defines.get('DEFAULT_SYMBOL_NAMESPACE');
    return given === undefined ? null : unquoted(given) || null;
  }

  private *definitions(compilation: Compilation, { preprocessed, regions }: ReadUnit): Iterable<UnitFact> {
    const { formulas } = this.kernel;
    for (const symbol of this.targets) {
      let when: Formula = FALSE;
      let place: SourcePlace | null = null;
      for (const definition of regions.definitionsOf(symbol)) {
        const summary = this.store.get(definition.summary);
        const hidden = ItemFlag.Static | ItemFlag.Inline | ItemFlag.Extern;
        if (kindOf(summary, definition.item) === ItemKind.Macro) continue;
        if ((flagsOf(summary, definition.item) & hidden) !== 0) continue;
        when = formulas.or(when, definition.when);
        place ??= { path: definition.file.path, line: lineOf(summary, definition.item) };
      }
      const own = this.closures.summaryAt(compilation.unit.path);
      const file = own === undefined ? undefined : preprocessed.files.get(own);
      if (place === null && file !== undefined) {
        const line = this.definedByMacro(this.store.get(file.summary), symbol, compilation.unit.path);
        if (line !== null) {
          when = file.when;
          place = { path: file.path, line };
        }
      }
      if (place !== null) yield this.fact(compilation, symbol, when, place);
    }
  }

  /** Line of `SYM_FUNC_START(x)` in assembler, of `DEFINE_PER_CPU(type, x)` and its like in C; null when there is none. */
  private definedByMacro({ calls, args }: Summary, symbol: NameId, path: string): number | null {
    const { names } = this.store;
    const isAsm = languageOf(path) === 'asm';
    for (let row = 0; row < calls.length; row += CALL_STRIDE) {
      if (!callArguments(calls, args, row).includes(symbol)) continue;
      const callee = names.textOf(calls[row] as number);
      if ((isAsm ? ASM_DEFINITION : /^DEFINE_/).test(callee)) return calls[row + CallColumn.Line] as number;
    }
    return null;
  }
}
