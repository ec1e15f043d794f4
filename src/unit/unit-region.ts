// The conditions of regions in a preprocessed unit: `#if` regions as the preprocessor evaluated them, C conditions as
// constant folding decides them, and arguments of macros where the macro uses them.
import type { Condition } from '../csource/condition.js';
import { isHeader } from '../csource/language.js';
import type { NameId } from '../csource/name-table.js';
import {
  CALL_STRIDE,
  CallColumn,
  ItemFlag,
  ItemKind,
  PARAMETER_COUNT_SHIFT,
  REF_STRIDE,
  REGION_STRIDE,
  RefColumn,
  RegionColumn,
  RegionKind,
} from '../csource/summary.js';
import { FALSE, type Formula, type Formulas, TRUE } from '../kbuild/formula/formula.js';
import { flagsOf, kindOf, refRange, regionOf } from '../summary/item-rows.js';
import type { SummaryIndex, SummaryStore } from '../summary/summary-store.js';
import { aliasOf } from '../summary/word.js';
import { isCompilersChoice, isOptimiserQuery } from './compiler-choice.js';
import { type Truth, truthOf } from './condition-truth.js';
import { ignoringWhen } from './ignored-argument.js';
import type { PreprocessedUnit } from './preprocessed-unit.js';
import { PRIMITIVES } from './primitive.js';
import type { FileInstance } from './unit-files.js';
import type { MacroDefinition } from './unit-macros.js';

const UNKNOWN = -1;

/** A definition that a unit sees, in one of its files. */
export interface Definition extends MacroDefinition {
  readonly file: FileInstance;
}

/** A name that another name is replaced by, and the condition of the replacement. */
export interface Alias {
  readonly name: NameId;
  readonly when: Formula;
}

/** Queries about one unit, with cached results. Owned by the `ReadUnit` of the unit. */
export class UnitRegions {
  private readonly formulas: Formulas;
  private readonly definitions = new Map<NameId, readonly Definition[]>();
  private readonly uses = new Map<number, Formula>();

  /** Formulas of the regions by file, with `certain`; else `FileInstance.code` holds them. */
  private readonly strict: Map<FileInstance, Int32Array> | null;

  /**
   * @param certain whether to exclude code whose condition depends on the optimiser (`__builtin_constant_p()` and the
   *   like).
   */
  constructor(
    private readonly store: SummaryStore,
    private readonly preprocessed: PreprocessedUnit,
    certain = false,
  ) {
    this.strict = certain ? new Map() : null;
    this.formulas = preprocessed.world.formulas;
  }

  /** The definitions of a name that the unit sees, each with its condition. */
  definitionsOf(name: NameId): readonly Definition[] {
    let found = this.definitions.get(name);
    if (found === undefined) {
      found = this.find(name);
      this.definitions.set(name, found);
    }
    return found;
  }

  /** The condition under which the unit itself defines a name, so that it needs no other module for it. */
  definedWhen(name: NameId): Formula {
    let defined: Formula = FALSE;
    for (const definition of this.definitionsOf(name))
      if (!this.isDeclaration(definition)) defined = this.formulas.or(defined, definition.when);
    return defined;
  }

  /** Whether it is a function that a header declares by a type name (`fs_param_type fs_param_is_bool;`): it looks like a variable. */
  private isDeclaration({ file, summary, item }: Definition): boolean {
    const rows = this.store.get(summary);
    return (
      kindOf(rows, item) === ItemKind.Variable &&
      (flagsOf(rows, item) & ItemFlag.Static) === 0 &&
      isHeader(file.path) &&
      rows.guard >= 0
    );
  }

  /** The condition under which the code of a region is compiled and not folded away. */
  when(file: FileInstance, region: number): Formula {
    if (region === 0) return file.when;
    const { regions } = this.store.get(file.summary);
    const row = region * REGION_STRIDE;
    const kind = regions[row];
    if (kind === RegionKind.If || kind === RegionKind.Else) return this.preprocessed.whenOf(file, region);
    const code = this.codeOf(file, regions);
    const known = code[region] as number;
    if (known >= 0) return known as Formula;
    // A region that depends on itself (a macro in its own argument) adds nothing.
    code[region] = FALSE;
    const when = this.evaluate(file, regions, row);
    code[region] = when;
    return when;
  }

  private codeOf(file: FileInstance, regions: Int32Array): Int32Array {
    const known = this.strict === null ? file.code : this.strict.get(file);
    if (known !== undefined && known !== null) return known;
    const code = new Int32Array(regions.length / REGION_STRIDE).fill(UNKNOWN);
    if (this.strict === null) file.code = code;
    else this.strict.set(file, code);
    return code;
  }

  private *valuesOf(name: string): Iterable<Condition> {
    const id = this.store.names.find(name);
    for (const { summary, item } of id === undefined ? [] : this.definitionsOf(id)) {
      const value = this.store.valueOf(summary, item);
      if (value !== undefined) yield value;
    }
  }

  private evaluate(file: FileInstance, regions: Int32Array, row: number): Formula {
    const [kind, parent, subject, index] = [
      regions[row + RegionColumn.Kind],
      regions[row + RegionColumn.Parent],
      regions[row + RegionColumn.Subject],
      regions[row + RegionColumn.Index],
    ] as [number, number, number, number];
    const around = this.when(file, parent);
    if (around === FALSE) return FALSE;
    switch (kind) {
      case RegionKind.Both:
        return this.formulas.and(around, this.when(file, subject));
      case RegionKind.Argument:
      case RegionKind.Plain:
        return this.formulas.and(around, this.argumentUsed(subject, index, kind === RegionKind.Plain));
      default: {
        const condition = this.store.conditionAt(file.summary, subject);
        if (this.strict !== null && isCompilersChoice(condition, (name) => this.valuesOf(name))) return FALSE;
        const truth = truthOf(condition, this.preprocessed.world, (name) => this.definitionsOf(name), true);
        return this.formulas.and(around, kind === RegionKind.Then ? truth.can : truth.cannot);
      }
    }
  }

  /**
   * The condition under which an argument of a call is evaluated. For a function: always, unless the argument is plain and
   * the function ignores it. For a macro: where its body uses the parameter.
   */
  private argumentUsed(callee: NameId, index: number, isPlain: boolean): Formula {
    const key = (callee * 64 + Math.min(index, 63)) * 2 + Number(isPlain);
    const known = this.uses.get(key);
    if (known !== undefined) return known;
    this.uses.set(key, FALSE);
    const used = this.findArgumentUse(callee, index, isPlain);
    this.uses.set(key, used);
    return used;
  }

  /** The condition under which a function ignores its arguments. */
  private ignoringWhen({ summary, item, when }: Definition): Formula {
    const text = this.store.valueText(summary, item);
    const value = this.store.valueOf(summary, item);
    if (text === undefined || value === undefined) return FALSE;
    const truth = (condition: Condition): Truth =>
      truthOf(condition, this.preprocessed.world, (name) => this.definitionsOf(name), true);
    return this.formulas.and(when, ignoringWhen(this.formulas, text, value, truth));
  }

  private findArgumentUse(callee: NameId, index: number, isPlain: boolean): Formula {
    const text = this.store.names.textOf(callee);
    if (isOptimiserQuery(text)) return FALSE;
    const primitive = PRIMITIVES.get(text);
    // A lookup by name: nothing links to the symbol.
    if (primitive !== undefined && primitive.kind !== 'export' && index === 0) return FALSE;
    let used: Formula = FALSE;
    let macro: Formula = FALSE;
    let ignoring: Formula = FALSE;
    for (const definition of this.definitionsOf(callee)) {
      const { file, summary, item, when } = definition;
      const rows = this.store.get(summary);
      const flags = flagsOf(rows, item);
      if (kindOf(rows, item) !== ItemKind.Macro) {
        if (isPlain && (flags & ItemFlag.Static) !== 0)
          ignoring = this.formulas.or(ignoring, this.ignoringWhen(definition));
        continue;
      }
      macro = this.formulas.or(macro, when);
      const count = flags >> PARAMETER_COUNT_SHIFT;
      // `#define f g` passes the arguments to g.
      if ((flags & ItemFlag.FunctionLike) === 0) used = this.formulas.or(used, when);
      const parameter = (flags & ItemFlag.Variadic) !== 0 ? Math.min(index, count - 1) : index;
      const [from, to] = refRange(rows, item);
      for (let row = from; row < to; row += REF_STRIDE)
        if (rows.refs[row] === -1 - parameter)
          used = this.formulas.or(
            used,
            this.formulas.and(when, this.when(file, rows.refs[row + RefColumn.Region] as number)),
          );
    }
    return this.formulas.or(used, this.formulas.not(this.formulas.or(macro, ignoring)));
  }

  private find(name: NameId): readonly Definition[] {
    const pairs = this.store.definitionsOf(name);
    const found: Definition[] = [];
    const ordered = this.store.namesInConditions.has(name);
    for (let i = 0; i < pairs.length; i += 2) {
      const file = this.preprocessed.files.get(pairs[i] as SummaryIndex);
      if (file === undefined) continue;
      const item = pairs[i + 1] as number;
      const rows = this.store.get(file.summary);
      if (ordered && kindOf(rows, item) === ItemKind.Macro) continue;
      const when = this.when(file, regionOf(rows, item));
      if (when !== FALSE) found.push({ file, summary: file.summary, item, when });
    }
    if (ordered)
      for (const { summary, item, when } of [
        ...this.preprocessed.definitionsOfMacro(name),
        ...this.preprocessed.undoneDefinitions(name),
      ]) {
        const file = this.preprocessed.files.get(summary);
        if (file !== undefined && when !== FALSE) found.push({ file, summary, item, when });
      }
    return found;
  }

  /**
   * The names that object-like aliases (`#define a b`) replace a name by, transitively; the name itself where there is no
   * alias. Their conditions exclude each other.
   */
  aliases(name: NameId): readonly Alias[] {
    return this.aliasesUnder(name, TRUE, 0);
  }

  private aliasesUnder(name: NameId, when: Formula, depth: number): readonly Alias[] {
    const found: Alias[] = [];
    let rest = when;
    if (depth < DEEPEST_ALIAS)
      for (const definition of this.definitionsOf(name)) {
        const next = this.wordOf(definition);
        const here = this.formulas.and(rest, definition.when);
        if (next === null || next === name || here === FALSE) continue;
        found.push(...this.aliasesUnder(next, here, depth + 1));
        rest = this.formulas.without(rest, here);
      }
    return rest === FALSE ? found : [...found, { name, when: rest }];
  }

  /** The name that an object-like macro expands to; null for any other definition. */
  private wordOf({ summary, item }: Definition): NameId | null {
    const text = aliasOf(this.store, summary, item);
    return text === null ? null : this.store.names.idOf(text);
  }
}

const DEEPEST_ALIAS = 16;
/** The arguments of the call at `row`. */
export const callArguments = (calls: Int32Array, args: Int32Array, row: number): Int32Array =>
  args.subarray(
    row === 0 ? 0 : (calls[row - CALL_STRIDE + CallColumn.ArgsEnd] as number),
    calls[row + CallColumn.ArgsEnd] as number,
  );
