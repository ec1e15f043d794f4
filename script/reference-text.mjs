// The reference of the commands as Markdown, from what commander knows of them and the list of reports.
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const describe = (option) => {
  const choices = option.argChoices
    ? ` (one of ${option.argChoices.map((one) => `\`${one}\``).join(', ')})`
    : '';
  const standard =
    option.defaultValue !== undefined && typeof option.defaultValue === 'string'
      ? `; default \`${option.defaultValue}\``
      : '';
  return cell(option.description) + choices + standard;
};

/** A command that has commands of its own is described by them. */
const textsOf = (command, path = [command.name()]) =>
  command.commands.length === 0
    ? [commandText(command, path.join(' '))]
    : [
        `## ${path.join(' ')}\n\n${command.description()}.\n`,
        ...command.commands.flatMap((one) => textsOf(one, [...path, one.name()])),
      ];

const commandText = (command, name) => {
  const words = command.registeredArguments.map((one) =>
    one.required ? `<${one.name()}>` : `[${one.name()}]`,
  );
  return [
    `## ${name}`,
    '',
    '```',
    ['kvm-vfio-series', name, ...words, ...(command.options.length > 0 ? ['[options]'] : [])].join(' '),
    '```',
    '',
    `${command.description()}.`,
    '',
    ...command.registeredArguments.map((one) => `- \`${one.name()}\`: ${one.description}`),
    ...(command.registeredArguments.length > 0 ? [''] : []),
    ...(command.options.length > 0 ? ['| option | meaning |', '| --- | --- |'] : []),
    ...command.options.map(
      (option) => `| \`${option.flags.replaceAll('|', '\\|')}\` | ${describe(option)} |`,
    ),
    ...(command.options.length > 0 ? [''] : []),
  ].join('\n');
};

/** The whole file. */
export const referenceText = async () => {
  const { declareProgram } = await import('../dist/cli/main.js');
  const { COMMANDS } = await import('../dist/cli/command/index.js');
  const { EXIT_HELP } = await import('../dist/cli/exit.js');
  const { REPORTS } = await import('../dist/index.js');
  const io = { stdout: process.stdout, stderr: process.stderr, env: {}, folder: '.', outColumns: undefined };
  const program = declareProgram(io, () => {}, COMMANDS);
  return [
    '# Reference of the commands',
    '',
    'Made from the definitions by `npm run reference`; [check.md](check.md) explains the options of check.',
    '',
    ...program.commands.flatMap((command) => textsOf(command)),
    '## Formats',
    '',
    '| `--format` | what it is |',
    '| --- | --- |',
    ...REPORTS.map((report) => `| \`${report.name}\` | ${report.description} |`),
    '',
    '## Exit codes',
    '',
    '| code | means |',
    '| --- | --- |',
    ...[...EXIT_HELP.matchAll(/^ {1,2}(\d+) {2}(.*)$/gm)].map(([, code, text]) => `| ${code} | ${text} |`),
    '',
  ].join('\n');
};
