// The completion script for zsh (zshcompsys(1), "_arguments").
import { shellQuoted } from '../../base/shell.js';
import type { CompletionCommand, CompletionOption, CompletionValue } from './model.js';
import { everyCommand } from './model.js';

/** Inside `[...]` and `:...:` of a specification. */
const plain = (text: string): string => text.replace(/[\\[\]:]/g, '\\$&');
/** One of `((word\:description ...))`, which zsh reads as a quoted list. */
const described = (word: string, text: string): string =>
  `${plain(word)}\\:"${text.replace(/["\\$`]/g, '\\$&').replaceAll(':', '\\:')}"`;

const functionOf = ({ path }: CompletionCommand): string =>
  ['_kvm-vfio-series', ...path.map((word) => word.replaceAll('-', '_'))].join('__');

const actionOf = (value: CompletionValue): string => {
  switch (value.kind) {
    case 'choices':
      return `(${value.choices.map(plain).join(' ')})`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'text':
      return ' ';
  }
};

const optionSpec = ({ flags, description, value }: CompletionOption): string => {
  const tail = `[${plain(description)}]${value === null ? '' : `:value:${actionOf(value)}`}`;
  const [only, ...others] = flags;
  if (others.length === 0) {
    const joined = value !== null && only?.startsWith('--') ? `${only}=` : only;
    return shellQuoted(`${joined}${tail}`);
  }
  const names = flags.map((flag) => (value !== null && flag.startsWith('--') ? `${flag}=` : flag));
  return `${shellQuoted(`(${flags.join(' ')})`)}{${names.join(',')}}${shellQuoted(tail)}`;
};

const commandFunction = (command: CompletionCommand): string => {
  const options = command.options.map(optionSpec);
  if (command.commands.length === 0) {
    const words = command.arguments.map(({ name, value, variadic }, at) =>
      shellQuoted(`${variadic ? '*' : at + 1}:${plain(name)}:${actionOf(value)}`),
    );
    return `${functionOf(command)}() {
  _arguments -s -S \\
    ${[...options, ...words].join(' \\\n    ')}
}`;
  }
  const names = command.commands.map(({ path, description }) => described(path.at(-1) ?? '', description));
  const cases = command.commands.map(
    (one) => `    ${shellQuoted(one.path.at(-1) ?? '')}) ${functionOf(one)} ;;`,
  );
  return `${functionOf(command)}() {
  local curcontext="$curcontext" context state line
  typeset -A opt_args
  _arguments -C -s -S \\
    ${[...options, shellQuoted(`1:command:((${names.join(' ')}))`), shellQuoted('*::argument:->rest')].join(' \\\n    ')} && return
  case $line[1] in
${cases.join('\n')}
  esac
}`;
};

/** The script: a file `_kvm-vfio-series` of `fpath`, or to be sourced after `compinit`. */
export const zshCompletion = (program: CompletionCommand): string => `#compdef kvm-vfio-series
# zsh completion of kvm-vfio-series, made by: kvm-vfio-series completion zsh

${everyCommand(program).map(commandFunction).join('\n\n')}

if [[ $funcstack[1] == _kvm-vfio-series ]]; then
  _kvm-vfio-series "$@"
else
  compdef _kvm-vfio-series kvm-vfio-series
fi
`;
