// What can be completed on the command line, taken from the definitions of the commands; the shells' scripts are made of it.
import type { Argument, Command as Commander, Option } from 'commander';

/** What a value is. `text` cannot be completed. */
export type CompletionValue =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'text' };

/** An option with its names and values. */
export interface CompletionOption {
  /** `-o`, `--output`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Null for a switch. */
  readonly value: CompletionValue | null;
}

interface CompletionArgument {
  readonly name: string;
  readonly description: string;
  readonly value: CompletionValue;
  /** Whether it may be repeated and again. */
  readonly variadic: boolean;
}

/** A command with its options, arguments and subcommands. */
export interface CompletionCommand {
  /** The words after the program's name; none for the program itself. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly CompletionOption[];
  readonly arguments: readonly CompletionArgument[];
  readonly commands: readonly CompletionCommand[];
}

/** What the names of values and arguments stand for, as `--help` writes them. */
const FOLDERS: ReadonlySet<string> = new Set(['tree', 'folder', 'dir', 'directory']);
const FILES: ReadonlySet<string> = new Set(['file', 'files', 'series', 'mbox', 'path', 'result']);

const completionValue = (name: string, choices: readonly string[] | undefined): CompletionValue => {
  if (choices !== undefined) return { kind: 'choices', choices };
  // `<series-a>` and `<other-file>` are what their last or first word says.
  const words = name.toLowerCase().split(/[^a-z]+/);
  if (words.some((word) => FOLDERS.has(word))) return { kind: 'folder' };
  return words.some((word) => FILES.has(word)) ? { kind: 'file' } : { kind: 'text' };
};

const optionOf = ({ short, long, flags, description, argChoices }: Option): CompletionOption => {
  const name = /[<[]([^>\].]+)/.exec(flags)?.[1];
  return {
    flags: [short, long].filter((flag) => flag !== undefined && flag !== null),
    description,
    value: name === undefined ? null : completionValue(name, argChoices),
  };
};

const argumentOf = (argument: Argument): CompletionArgument => ({
  name: argument.name(),
  description: argument.description,
  value: completionValue(argument.name(), argument.argChoices),
  variadic: argument.variadic,
});

/** Everything below a command; `program` is that of src/cli/main.ts. */
export const completionModel = (command: Commander, path: readonly string[] = []): CompletionCommand => {
  const help = command.createHelp();
  return {
    path,
    description: command.description(),
    options: help.visibleOptions(command).map(optionOf),
    arguments: command.registeredArguments.map(argumentOf),
    // What commander adds for `help` is no command of ours.
    commands: help
      .visibleCommands(command)
      .filter((one) => command.commands.includes(one))
      .map((one) => completionModel(one, [...path, one.name()])),
  };
};

/** A command and all below it, from the top. */
export const everyCommand = (command: CompletionCommand): readonly CompletionCommand[] => [
  command,
  ...command.commands.flatMap(everyCommand),
];
