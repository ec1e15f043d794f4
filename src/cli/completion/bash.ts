// The completion script for bash (bash(1), "Programmable Completion"); needs bash 4, and no bash-completion package.
import { shellQuoted } from '../../base/shell.js';
import { type CompletionCommand, type CompletionValue, everyCommand } from './model.js';

/** `file`, `folder`, `text`, or the choices after `choices`. */
const specOf = (value: CompletionValue): string =>
  value.kind === 'choices' ? `choices ${value.choices.join(' ')}` : value.kind;

const pathOf = ({ path }: CompletionCommand): string => path.join(' ');

const caseLines = (cases: readonly (readonly [pattern: string, action: string])[]): string =>
  cases.map(([pattern, action]) => `    ${pattern}) ${action} ;;`).join('\n');

const wordCases = (commands: readonly CompletionCommand[]): string =>
  caseLines(
    commands.map((command) => {
      const names = command.commands.map(({ path }) => path.at(-1) ?? '').join(' ');
      const options = command.options.flatMap(({ flags }) => flags).join(' ');
      return [shellQuoted(pathOf(command)), `commands=${shellQuoted(names)} options=${shellQuoted(options)}`];
    }),
  );

const optionCases = (commands: readonly CompletionCommand[]): string =>
  caseLines(
    commands.flatMap((command) =>
      command.options.flatMap(({ flags, value }) => {
        const patterns = flags.map((flag) => shellQuoted(`${pathOf(command)} ${flag}`)).join('|');
        return value === null ? [] : [[patterns, `value=${shellQuoted(specOf(value))}`] as const];
      }),
    ),
  );

const argumentCases = (commands: readonly CompletionCommand[]): string =>
  caseLines(
    commands.flatMap((command) =>
      command.arguments.map(({ value, variadic }, at) => {
        const path = pathOf(command);
        // A variadic one is the last: every number from here on is it.
        const pattern = variadic ? `${shellQuoted(`${path} `)}*` : shellQuoted(`${path} ${at}`);
        return [pattern, `value=${shellQuoted(specOf(value))}`] as const;
      }),
    ),
  );

/** The script, to be sourced, or to be put where bash-completion looks. */
export const bashCompletion = (program: CompletionCommand): string => {
  const commands = everyCommand(program);
  return `# bash completion of kvm-vfio-series, made by: kvm-vfio-series completion bash

_kvm_vfio_series_words() {
  case $1 in
${wordCases(commands)}
    *) commands='' options='' ;;
  esac
}

_kvm_vfio_series_option() {
  case $1 in
${optionCases(commands)}
    *) value='' ;;
  esac
}

_kvm_vfio_series_argument() {
  case $1 in
${argumentCases(commands)}
    *) value='' ;;
  esac
}

_kvm_vfio_series_reply() {
  case $1 in
    choices*) mapfile -t COMPREPLY < <(compgen -P "$2" -W "\${1#choices}" -- "$cur") ;;
    file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -P "$2" -f -- "$cur") ;;
    folder) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -P "$2" -d -- "$cur") ;;
  esac
}

_kvm_vfio_series() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path='' nth=0 ended='' commands options value word i
  COMPREPLY=()
  _kvm_vfio_series_words ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -z $ended && $word == -- ]]; then
      ended=1
    elif [[ -z $ended && $word == -?* ]]; then
      _kvm_vfio_series_option "$path $word"
      [[ -n $value ]] || continue
      # readline makes words of the = in --option=value.
      [[ \${COMP_WORDS[i + 1]} == = ]] && ((i++))
      ((++i < COMP_CWORD)) && continue
      [[ $cur == = ]] && cur=''
      _kvm_vfio_series_reply "$value" ''
      return
    elif [[ $nth == 0 && " $commands " == *" $word "* ]]; then
      path="\${path:+$path }$word"
      _kvm_vfio_series_words "$path"
    else
      ((nth++))
    fi
  done
  if [[ -z $ended && $cur == --*=* ]]; then
    word=\${cur%%=*}
    cur=\${cur#*=}
    _kvm_vfio_series_option "$path $word"
    _kvm_vfio_series_reply "$value" "$word="
  elif [[ -z $ended && $cur == -* ]]; then
    _kvm_vfio_series_reply "choices $options" ''
  elif [[ $nth == 0 && -n $commands ]]; then
    _kvm_vfio_series_reply "choices $commands" ''
  else
    _kvm_vfio_series_argument "$path $nth"
    _kvm_vfio_series_reply "$value" ''
  fi
}

complete -F _kvm_vfio_series kvm-vfio-series
`;
};
