// The condition under which a place in a unit's code counts: `#if` regions as the preprocessor left them, C conditions
// folded as the compiler folds them, and arguments only where the macro that takes them uses them.
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
import { isWord } from '../summary/word.js';
import { isAskingCompiler, isCompilersChoice } from './compiler-choice.js';
import { type Truth, truthOf } from './condition-truth.js';
import { ignoringWhen } from './ignored-argument.js';
import type { PreprocessedUnit } from './preprocessed-unit.js';
import { PRIMITIVES } from './primitive.js';
import type { FileInstance } from './unit-files.js';
import type { MacroDefinition } from './unit-macros.js';

const UNASKED = -1;

export interface Definition extends MacroDefinition {
  readonly file: FileInstance;
}

export interface Alias {
  readonly name: NameId;
  readonly when: Formula;
}

export class UnitRegions {
  private readonly formulas: Formulas;
  private readonly definitions = new Map<NameId, readonly Definition[]>();
  private readonly uses = new Map<number, Formula>();

  /** Conditions of the regions of code by file, when they are not those that all share. */
  private readonly strict: Map<FileInstance, Int32Array> | null;

  /**
   * @param certain whether code counts only where it is compiled whatever the compiler knows of values: not in a branch under
   *   `__builtin_constant_p()` and the like.
   */
  constructor(
    private readonly store: SummaryStore,
    private readonly view: PreprocessedUnit,
    certain = false,
  ) {
    this.strict = certain ? new Map() : null;
    this.formulas = view.world.formulas;
  }

  /** The definitions of a name that the unit sees, each with the condition of its place. */
  definitionsOf(name: NameId): readonly Definition[] {
    let found = this.definitions.get(name);
    if (found === undefined) {
      found = this.find(name);
      this.definitions.set(name, found);
    }
    return found;
  }

  /** Where the unit has a definition of its own of a name, so that it leaves none to others. */
  definedWhen(name: NameId): Formula {
    let defined: Formula = FALSE;
    for (const definition of this.definitionsOf(name))
      if (!this.isDeclaration(definition)) defined = this.formulas.or(defined, definition.when);
    return defined;
  }

  /** `fs_param_type fs_param_is_bool;` in a header declares a function by its type: a variable would be every unit's. */
  private isDeclaration({ file, summary, item }: Definition): boolean {
    const rows = this.store.get(summary);
    return (
      kindOf(rows, item) === ItemKind.Variable &&
      (flagsOf(rows, item) & ItemFlag.Static) === 0 &&
      isHeader(file.path) &&
      rows.guard >= 0
    );
  }

  /** Where the code of a region is compiled and not folded away. */
  when(file: FileInstance, region: number): Formula {
    if (region === 0) return file.when;
    const { regions } = this.store.get(file.summary);
    const row = region * REGION_STRIDE;
    const kind = regions[row];
    if (kind === RegionKind.If || kind === RegionKind.Else) return this.view.whenOf(file, region);
    const code = this.codeOf(file, regions);
    const known = code[region] as number;
    if (known >= 0) return known as Formula;
    // A region that asks for itself (a macro in its own argument) adds nothing.
    code[region] = FALSE;
    const when = this.ask(file, regions, row);
    code[region] = when;
    return when;
  }

  private codeOf(file: FileInstance, regions: Int32Array): Int32Array {
    const known = this.strict === null ? file.code : this.strict.get(file);
    if (known !== undefined && known !== null) return known;
    const code = new Int32Array(regions.length / REGION_STRIDE).fill(UNASKED);
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

  private ask(file: FileInstance, regions: Int32Array, row: number): Formula {
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
        const truth = truthOf(condition, this.view.world, (name) => this.definitionsOf(name), true);
        return this.formulas.and(around, kind === RegionKind.Then ? truth.can : truth.cannot);
      }
    }
  }

  /**
   * Where an argument of a call is evaluated: always for a function, unless the argument is plain and the function makes
   * nothing of it; for a macro where its body uses the parameter.
   */
  private argumentUsed(callee: NameId, index: number, isPlain: boolean): Formula {
    const key = (callee * 64 + Math.min(index, 63)) * 2 + Number(isPlain);
    const known = this.uses.get(key);
    if (known !== undefined) return known;
    this.uses.set(key, FALSE);
    const used = this.askArgument(callee, index, isPlain);
    this.uses.set(key, used);
    return used;
  }

  /** Where a function makes nothing of its arguments. */
  private ignoringWhen({ summary, item, when }: Definition): Formula {
    const text = this.store.valueText(summary, item);
    const value = this.store.valueOf(summary, item);
    if (text === undefined || value === undefined) return FALSE;
    const truth = (condition: Condition): Truth =>
      truthOf(condition, this.view.world, (name) => this.definitionsOf(name), true);
    return this.formulas.and(when, ignoringWhen(this.formulas, text, value, truth));
  }

  private askArgument(callee: NameId, index: number, isPlain: boolean): Formula {
    const text = this.store.names.textOf(callee);
    if (isAskingCompiler(text)) return FALSE;
    const primitive = PRIMITIVES.get(text);
    // The symbol is taken by its name; nothing links to it.
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
      // `#define f g`: the arguments go to g.
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
    const ordered = this.store.asked.has(name);
    for (let i = 0; i < pairs.length; i += 2) {
      const file = this.view.files.get(pairs[i] as SummaryIndex);
      if (file === undefined) continue;
      const item = pairs[i + 1] as number;
      const rows = this.store.get(file.summary);
      if (ordered && kindOf(rows, item) === ItemKind.Macro) continue;
      const when = this.when(file, regionOf(rows, item));
      if (when !== FALSE) found.push({ file, summary: file.summary, item, when });
    }
    if (ordered)
      for (const { summary, item, when } of [
        ...this.view.definitionsOfMacro(name),
        ...this.view.undoneDefinitions(name),
      ]) {
        const file = this.view.files.get(summary);
        if (file !== undefined && when !== FALSE) found.push({ file, summary, item, when });
      }
    return found;
  }

  /**
   * The names that a name stands for by `#define a b`, followed to their ends, each with its condition; these exclude each
   * other. Where there is no such definition it is the name itself.
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

  /** The one word that a macro without parameters stands for; null for any other definition. */
  private wordOf({ summary, item }: Definition): NameId | null {
    const rows = this.store.get(summary);
    const isPlain =
      kindOf(rows, item) === ItemKind.Macro && (flagsOf(rows, item) & ItemFlag.FunctionLike) === 0;
    const text = isPlain ? this.store.valueText(summary, item) : undefined;
    return text !== undefined && isWord(text) ? this.store.names.idOf(text) : null;
  }
}

const DEEPEST_ALIAS = 16;
/** The arguments of the call at `row`. */
export const callArguments = (calls: Int32Array, args: Int32Array, row: number): Int32Array =>
  args.subarray(
    row === 0 ? 0 : (calls[row - CALL_STRIDE + CallColumn.ArgsEnd] as number),
    calls[row + CallColumn.ArgsEnd] as number,
  );
