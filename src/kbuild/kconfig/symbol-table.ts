// The Kconfig symbols of one architecture, with all definitions and the conditions of the blocks around them.
import { bothOf, type KconfigExpression } from './expression.js';
import type { KconfigStatement, SymbolType } from './statement.js';

/** One `config` block. A symbol can have several. */
export interface KconfigDefinition {
  readonly path: string;
  readonly line: number;
  /** `depends on` of the symbol and of all blocks around it; null when there is none. */
  readonly depends: KconfigExpression | null;
  /** The prompt and its condition; undefined when the user cannot set the symbol. */
  readonly prompt: { readonly when: KconfigExpression | null } | undefined;
  readonly defaults: readonly {
    readonly value: KconfigExpression;
    readonly when: KconfigExpression | null;
  }[];
  /** Whether it is inside a `choice`. */
  readonly choice: boolean;
  readonly ranges: readonly KconfigRange[];
}

/** `range LOW HIGH if WHEN`: the values of a number, both ends included. */
interface KconfigRange {
  readonly low: KconfigExpression;
  readonly high: KconfigExpression;
  readonly when: KconfigExpression | null;
}

/** A `choice`: one of its members is y where it is visible (kconfig-language.rst, "choices"). */
export interface KconfigChoice {
  /** Names in the order of the file. */
  readonly members: readonly string[];
  readonly defaults: readonly { readonly value: string; readonly when: KconfigExpression | null }[];
}

/** A `select` of a symbol by the symbol `by`. */
export interface Selection {
  readonly by: string;
  /** Condition of the `select` or `imply` itself. */
  readonly when: KconfigExpression | null;
  /**
   * Dependencies of the entry that selects. They hold whenever it is set; but a bool that depends on m is y, and what it
   * selects only m (scripts/kconfig/menu.c: the reverse dependency is the symbol and all of its conditions).
   */
  readonly depends: KconfigExpression | null;
}

/** A CONFIG symbol with all of its entries, on one architecture. */
export interface KconfigSymbol {
  readonly name: string;
  readonly type: SymbolType;
  readonly definitions: readonly KconfigDefinition[];
  /** What selects it. */
  readonly selections: readonly Selection[];
  /** What implies it. */
  readonly implications: readonly Selection[];
  /** The symbols that it selects. */
  readonly selects: readonly string[];
  /** The `choice` that it is a member of. */
  readonly choice: KconfigChoice | null;
  /** Whether it is only read from old configurations and never written (`transitional`). */
  readonly transitional: boolean;
}

/** The symbols of one architecture by name. */
export interface SymbolTable {
  readonly get: (name: string) => KconfigSymbol | undefined;
  readonly has: (name: string) => boolean;
  /** In the order of the Kconfig files. */
  readonly names: () => Iterable<string>;
}

interface Draft {
  name: string;
  type: SymbolType | null;
  readonly definitions: KconfigDefinition[];
  readonly selections: Selection[];
  readonly implications: Selection[];
  readonly selects: string[];
  choice: OpenChoice | null;
  transitional: boolean;
}

interface OpenChoice {
  readonly members: string[];
  readonly defaults: { readonly value: string; readonly when: KconfigExpression | null }[];
}

interface OpenDefinition {
  readonly draft: Draft;
  readonly path: string;
  readonly line: number;
  depends: KconfigExpression | null;
  prompt: { when: KconfigExpression | null } | undefined;
  readonly defaults: { value: KconfigExpression; when: KconfigExpression | null }[];
  readonly ranges: KconfigRange[];
  readonly selects: { name: string; kind: 'select' | 'imply'; when: KconfigExpression | null }[];
  readonly choice: boolean;
}

interface Block {
  readonly block: 'if' | 'menu' | 'choice';
  when: KconfigExpression | null;
  /** `visible if` of a menu: where prompts inside it can be seen. */
  visible: KconfigExpression | null;
  readonly choice: OpenChoice | null;
}

/** A `source` whose path depends on the architecture, with the condition of the blocks around it. */
interface ArchitectureSource {
  readonly path: string;
  readonly around: KconfigExpression | null;
}

/** Deeper nesting of `source` is a loop: the kernel's nesting stays below 10. */
const DEEPEST_SOURCE = 64;

/** Collects the symbols of Kconfig files, read in order. */
class Builder {
  readonly drafts = new Map<string, Draft>();
  readonly left: ArchitectureSource[] = [];
  private readonly blocks: Block[] = [];
  private open: OpenDefinition | null = null;
  /** Whether properties belong to a `comment`, which has no value. */
  private inComment = false;

  constructor(
    private readonly statementsOf: StatementLookup,
    /** Values for `$(name)` in paths; undefined reads what all architectures share and collects the rest in `left`. */
    private readonly variables: ReadonlyMap<string, string> | undefined,
  ) {}

  /** Reads a file as if it were inside an `if` block. */
  fileInside(path: string, when: KconfigExpression | null): void {
    this.blocks.push({ block: 'if', when, visible: null, choice: null });
    this.file(this.expand(path));
    this.blocks.pop();
  }

  file(path: string, depth = 0): void {
    if (depth > DEEPEST_SOURCE) return;
    for (const statement of this.statementsOf(path) ?? []) this.statement(statement, path, depth);
    if (depth === 0) this.finish();
  }

  private statement(statement: KconfigStatement, path: string, depth: number): void {
    if (/^(?:config|open|close|source)$/.test(statement.kind)) this.inComment = false;
    switch (statement.kind) {
      case 'config':
        this.finish();
        this.open = {
          draft: this.draftOf(statement.name),
          path,
          line: statement.line,
          depends: null,
          prompt: undefined,
          defaults: [],
          ranges: [],
          selects: [],
          choice: this.blocks.some(({ block }) => block === 'choice'),
        };
        this.joinChoice(this.open.draft);
        return;
      case 'open':
        this.finish();
        this.blocks.push({
          block: statement.block,
          when: statement.when,
          visible: null,
          choice: statement.block === 'choice' ? { members: [], defaults: [] } : null,
        });
        return;
      case 'close':
        this.finish();
        this.blocks.pop();
        return;
      case 'comment':
        this.finish();
        this.inComment = true;
        return;
      case 'source':
        this.finish();
        if (this.variables === undefined && statement.path.includes('$('))
          this.left.push({ path: statement.path, around: this.around() });
        else this.file(this.expand(statement.path), depth + 1);
        return;
      case 'depends':
        if (!this.inComment) this.depend(statement.on);
        return;
      case 'visible': {
        const block = this.blocks.at(-1);
        if (block?.block === 'menu' && !this.inComment) block.visible = bothOf(block.visible, statement.when);
        return;
      }
      default:
        this.attribute(statement);
    }
  }

  private depend(on: KconfigExpression): void {
    if (this.open !== null) this.open.depends = bothOf(this.open.depends, on);
    else {
      const block = this.blocks.at(-1);
      if (block !== undefined) block.when = bothOf(block.when, on);
    }
  }

  private joinChoice(draft: Draft): void {
    const choice = this.blocks.findLast((block) => block.choice !== null)?.choice;
    if (!choice) return;
    choice.members.push(draft.name);
    draft.choice ??= choice;
  }

  private attribute(
    statement: Extract<
      KconfigStatement,
      { kind: 'type' | 'prompt' | 'default' | 'select' | 'imply' | 'range' | 'transitional' }
    >,
  ): void {
    const open = this.open;
    if (open === null) {
      if (!this.inComment) this.choiceAttribute(statement);
      return;
    }
    switch (statement.kind) {
      case 'type':
        open.draft.type ??= statement.type;
        if (statement.prompt) open.prompt = { when: statement.when };
        return;
      case 'prompt':
        open.prompt = { when: statement.when };
        return;
      case 'default':
        if (statement.type !== null) open.draft.type ??= statement.type;
        open.defaults.push({ value: statement.value, when: statement.when });
        return;
      case 'range':
        open.ranges.push({ low: statement.low, high: statement.high, when: statement.when });
        return;
      case 'transitional':
        open.draft.transitional = true;
        return;
      case 'select':
      case 'imply':
        open.selects.push({ name: statement.name, kind: statement.kind, when: statement.when });
    }
  }

  /** A property of the `choice` itself: its members hang on what its prompt hangs on. */
  private choiceAttribute(statement: KconfigStatement): void {
    const block = this.blocks.at(-1);
    if (!block?.choice) return;
    if (statement.kind === 'prompt' || statement.kind === 'type')
      block.when = bothOf(block.when, statement.when);
    else if (statement.kind === 'default' && statement.value.kind === 'symbol')
      block.choice.defaults.push({ value: statement.value.name, when: statement.when });
  }

  private finish(): void {
    const open = this.open;
    if (open === null) return;
    this.open = null;
    const depends = bothOf(this.around(), open.depends);
    const { path, line, defaults, ranges, choice, draft } = open;
    const visible = this.blocks.reduce<KconfigExpression | null>(
      (all, block) => bothOf(all, block.visible),
      null,
    );
    const prompt = open.prompt === undefined ? undefined : { when: bothOf(visible, open.prompt.when) };
    draft.definitions.push({ path, line, depends, prompt, defaults, ranges, choice });
    for (const { name, kind, when } of open.selects) {
      const target = this.draftOf(name);
      const selection = { by: draft.name, when, depends };
      if (kind === 'imply') target.implications.push(selection);
      else {
        target.selections.push(selection);
        draft.selects.push(name);
      }
    }
  }

  private around(): KconfigExpression | null {
    return this.blocks.reduce<KconfigExpression | null>((all, { when }) => bothOf(all, when), null);
  }

  private draftOf(name: string): Draft {
    let draft = this.drafts.get(name);
    if (draft === undefined) {
      draft = {
        name,
        type: null,
        definitions: [],
        selections: [],
        implications: [],
        selects: [],
        choice: null,
        transitional: false,
      };
      this.drafts.set(name, draft);
    }
    return draft;
  }

  private expand(path: string): string {
    return path.replace(/\$\((\w+)\)|\$(\w+)/g, (all, a, b) => this.variables?.get(a ?? b) ?? all);
  }
}

/** Returns the statements of a file; undefined when the tree has no such file. */
export type StatementLookup = (path: string) => readonly KconfigStatement[] | undefined;

/** The symbol tables of a tree. The files that all architectures share are read once. */
export class SymbolTables {
  private readonly shared: Builder;

  constructor(private readonly statementsOf: StatementLookup) {
    this.shared = new Builder(statementsOf, undefined);
    this.shared.file('Kconfig');
  }

  /** All symbols of one architecture: those that `source` lines connect to the root Kconfig file. */
  of(architecture: string): SymbolTable {
    const header = architecture === 'um' ? 'x86' : architecture;
    const variables = new Map([
      ['SRCARCH', architecture],
      ['ARCH', architecture],
      ['HEADER_ARCH', header],
      ['srctree', '.'],
    ]);
    const own = new Builder(this.statementsOf, variables);
    for (const { path, around } of this.shared.left) own.fileInside(path, around);
    return new JoinedTable(this.shared.drafts, own.drafts);
  }
}

/** The shared symbols and those of one architecture. Joins the definitions of a symbol on demand. */
class JoinedTable implements SymbolTable {
  private readonly symbols = new Map<string, KconfigSymbol | undefined>();

  constructor(
    private readonly shared: ReadonlyMap<string, Draft>,
    private readonly own: ReadonlyMap<string, Draft>,
  ) {}

  get(name: string): KconfigSymbol | undefined {
    if (!this.symbols.has(name)) this.symbols.set(name, this.join(name));
    return this.symbols.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  names(): Iterable<string> {
    return new Set([...this.shared.keys(), ...this.own.keys()]);
  }

  private join(name: string): KconfigSymbol | undefined {
    const drafts = [this.own.get(name), this.shared.get(name)].filter((draft) => draft !== undefined);
    const definitions = drafts.flatMap((draft) => draft.definitions);
    if (definitions.length === 0) return undefined;
    const type = drafts.map((draft) => draft.type).find((known) => known !== null) ?? 'bool';
    return {
      name,
      type,
      definitions,
      selections: drafts.flatMap((draft) => draft.selections),
      implications: drafts.flatMap((draft) => draft.implications),
      selects: drafts.flatMap((draft) => draft.selects),
      choice: drafts.find((draft) => draft.choice !== null)?.choice ?? null,
      transitional: drafts.some((draft) => draft.transitional),
    };
  }
}
