// The manual page in roff (man(7), man-pages(7)), from what commander knows of the commands and the list of reports.

/** Text as it stands: no character acts, and no line begins with a control character. */
const safe = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replace(/^([.])/gm, '\\&$1');

const bold = (text) => `\\fB${safe(text)}\\fR`;
const italic = (text) => `\\fI${safe(text)}\\fR`;
/** Sentences of our own: `code` is bold. */
const prose = (text) =>
  text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? bold(part) : safe(part)))
    .join('');

/** `-o, --output <folder>`: words as they are typed bold, what they stand for in italics. */
const flagsOf = (option) =>
  option.flags
    .split(/(<[^>]*>|\[[^\]]*\])/)
    .map((part) => (/^[<[]/.test(part) ? italic(part.slice(1, -1)) : part === '' ? '' : bold(part)))
    .join('');

const sentence = (text) => {
  const whole = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
  return safe(/[.!?]$/.test(whole) ? whole : `${whole}.`);
};

/** man-pages(7) wants source lines that fit; where they break does not show. */
const COLUMNS = 78;
const broken = (line) => {
  if (line.startsWith('.')) return [line];
  const lines = [''];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== '' && last.length + word.length >= COLUMNS)
      lines.push(word.startsWith('.') ? `\\&${word}` : word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
};

const optionText = (option) => [
  '.TP',
  flagsOf(option),
  safe(option.description),
  ...(option.argChoices ? [`(${option.argChoices.map(bold).join(', ')})`] : []),
  ...(typeof option.defaultValue === 'string' ? [`[default: ${bold(option.defaultValue)}]`] : []),
];

const synopsisOf = (command, path) => {
  const words = command.registeredArguments.map((one) =>
    one.required ? italic(one.name()) : `[${italic(one.name())}]`,
  );
  return [
    bold(['kvm-vfio-series', ...path].join(' ')),
    ...words,
    ...(command.options.length > 0 ? ['[options]'] : []),
  ].join(' ');
};

/** The commands that do something, with the words that start them. */
const leavesOf = (command, path = [command.name()]) =>
  command.commands.length === 0
    ? [{ command, path }]
    : command.commands.flatMap((one) => leavesOf(one, [...path, one.name()]));

const commandText = ({ command, path }) => [
  `.SS ${bold(path.join(' '))}`,
  synopsisOf(command, path),
  '.PP',
  sentence(command.description()),
  ...command.registeredArguments.flatMap((one) => [
    '.TP',
    italic(one.name()),
    safe(one.description),
    ...(one.argChoices ? [`(${one.argChoices.map(bold).join(', ')})`] : []),
  ]),
  ...command.options.flatMap(optionText),
];

const listOf = (pairs) => pairs.flatMap(([term, text]) => ['.TP', bold(term), prose(text)]);

const ENVIRONMENT = [
  ['KVM_VFIO_SERIES_LORE', 'the inbox to fetch series from; lore without it'],
  ['KVM_VFIO_SERIES_SKIP', '`1` passes the pre-push hook once'],
  ['NO_COLOR, FORCE_COLOR', 'no colour, or colour also where the output is no terminal'],
];

const FILES = [
  ['.kvm-vfio-series.json', 'the rules of a tree, at its top'],
  ['.kvm-vfio-series-baseline.json', 'edges that break them and are known, written by `baseline write`'],
];

const EXAMPLES = [
  ['Check a series against HEAD', 'kvm-vfio-series check ~/linux --series thread.mbox'],
  ['Check the commits that the upstream branch lacks', 'kvm-vfio-series check ~/linux'],
  ['Refuse pushes that add an edge', 'kvm-vfio-series hook install ~/linux'],
];

/** The whole page. */
export const manText = async () => {
  const { declareProgram } = await import('../dist/cli/main.js');
  const { COMMANDS } = await import('../dist/cli/command/index.js');
  const { EXIT_HELP } = await import('../dist/cli/exit.js');
  const { REPORTS } = await import('../dist/index.js');
  const io = { stdout: process.stdout, stderr: process.stderr, env: {}, folder: '.', outColumns: undefined };
  const program = declareProgram(io, () => {}, COMMANDS);
  const leaves = program.commands.flatMap((command) => leavesOf(command));
  return [
    '.\\" Made from the definitions of the commands by "npm run reference".',
    `.TH KVM\\-VFIO\\-SERIES 1 "" "kvm\\-vfio\\-series ${program.version()}" "User Commands"`,
    '.SH NAME',
    'kvm\\-vfio\\-series \\- symbol edges that a kernel patch series leaves between two modules',
    '.SH SYNOPSIS',
    ...leaves.flatMap(({ command, path }, at) => [...(at === 0 ? [] : ['.br']), synopsisOf(command, path)]),
    '.SH DESCRIPTION',
    sentence(program.description()),
    'Nothing is compiled, and the tree is only read; what writes into it says so.',
    '.SH COMMANDS',
    ...leaves.flatMap(commandText),
    '.SH FORMATS',
    ...listOf(REPORTS.map(({ name, description }) => [name, description])),
    '.SH EXIT STATUS',
    ...listOf([...EXIT_HELP.matchAll(/^ {1,2}(\d+) {2}(.*)$/gm)].map(([, code, text]) => [code, text])),
    '.SH ENVIRONMENT',
    ...listOf(ENVIRONMENT),
    '.SH FILES',
    ...listOf(FILES),
    '.SH EXAMPLES',
    ...EXAMPLES.flatMap(([what, line], at) => [
      ...(at === 0 ? [] : ['.PP']),
      `${safe(what)}:`,
      '.PP',
      '.RS 4',
      '.nf',
      safe(line),
      '.fi',
      '.RE',
    ]),
    '.SH SEE ALSO',
    ['git', 'git-am', 'git-range-diff', 'githooks', 'modinfo']
      .map((name) => `${bold(name)}(${name === 'githooks' ? 5 : name === 'modinfo' ? 8 : 1})`)
      .join(', '),
    '',
  ]
    .flatMap(broken)
    .join('\n');
};
