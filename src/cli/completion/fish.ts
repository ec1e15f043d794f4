// The completion script for fish (fish documentation, "complete").
import {
  type CompletionCommand,
  type CompletionOption,
  type CompletionValue,
  everyCommand,
} from './model.js';

const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

const PROGRAM = 'complete -c kvm-vfio-series';
const FOLDERS = "'(__fish_complete_directories (commandline -ct))'";

const conditionOf = ({ path }: CompletionCommand): string =>
  `-n ${quote(`__kvm_vfio_series_at ${path.length === 0 ? '""' : `"${path.join(' ')}"`}`)}`;

const valueWords = (value: CompletionValue): string => {
  switch (value.kind) {
    case 'choices':
      return `-x -a ${quote(value.choices.join(' '))}`;
    case 'file':
      return '-r -F';
    case 'folder':
      return `-x -a ${FOLDERS}`;
    case 'text':
      return '-x';
  }
};

const optionLine = (command: CompletionCommand, { flags, description, value }: CompletionOption): string =>
  [
    PROGRAM,
    conditionOf(command),
    ...flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)),
    ...(value === null ? [] : [valueWords(value)]),
    `-d ${quote(description)}`,
  ].join(' ');

/** Arguments are offered together: fish does not count them. */
const argumentLines = (command: CompletionCommand): readonly string[] => {
  const kinds = new Set(command.arguments.map(({ value }) => value.kind));
  const choices = command.arguments.flatMap(({ value }) => (value.kind === 'choices' ? value.choices : []));
  const start = `${PROGRAM} ${conditionOf(command)}`;
  return [
    ...(kinds.has('file') ? [`${start} -F`] : kinds.has('folder') ? [`${start} -a ${FOLDERS}`] : []),
    ...(choices.length > 0 ? [`${start} -a ${quote(choices.join(' '))}`] : []),
  ];
};

const commandLines = (command: CompletionCommand): readonly string[] => [
  ...command.commands.map(
    ({ path, description }) =>
      `${PROGRAM} ${conditionOf(command)} -a ${quote(path.at(-1) ?? '')} -d ${quote(description)}`,
  ),
  ...command.options.map((option) => optionLine(command, option)),
  ...argumentLines(command),
];

/** The script: `kvm-vfio-series.fish` of fish's `completions` folder, or to be sourced. */
export const fishCompletion = (program: CompletionCommand): string => {
  const commands = everyCommand(program);
  const paths = commands.filter(({ path }) => path.length > 0).map(({ path }) => quote(path.join(' ')));
  return `# fish completion of kvm-vfio-series, made by: kvm-vfio-series completion fish

function __kvm_vfio_series_at
    set -l at
    set -l tokens (commandline -opc)
    for word in $tokens[2..-1]
        string match -q -- '-*' $word; and continue
        set -l next (string join ' ' $at $word)
        contains -- "$next" ${paths.join(' ')}; or break
        set at $at $word
    end
    test "$argv[1]" = (string join ' ' '' $at | string trim)
end

${PROGRAM} -f
${commands.flatMap(commandLines).join('\n')}
`;
};
