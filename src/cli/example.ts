// Two or three calls of each command as people type them; `--help` shows them, and a test parses every one.
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  check: [
    'cd linux; kvm-vfio-series check 20260203.1-1-ann@example.org',
    'kvm-vfio-series check linux series.mbox --between kvm,vfio --json',
    'kvm-vfio-series check linux --range v6.12..HEAD --fail-on new',
  ],
  show: [
    'kvm-vfio-series show 20260203.1-1-ann@example.org',
    'kvm-vfio-series show series.mbox --revision 2',
  ],
  am: [
    'kvm-vfio-series am 20260203.1-1-ann@example.org -o - | git am',
    'kvm-vfio-series am series.mbox -o /tmp/series --cherry-pick 1-3',
  ],
  apply: [
    'cd linux; kvm-vfio-series apply 20260203.1-1-ann@example.org --signoff',
    'kvm-vfio-series apply linux series.mbox --branch review --base v6.12',
  ],
  triage: [
    'cd linux; kvm-vfio-series triage inbox.mbox',
    "kvm-vfio-series triage linux Maildir --since 2.weeks --onto 'origin/*'",
  ],
  diff: [
    'kvm-vfio-series diff linux v1.mbox v2.mbox',
    'cd linux; kvm-vfio-series diff thread.mbox --revisions 1,3',
  ],
  edges: [
    'cd linux; kvm-vfio-series edges --from vfio --to kvm',
    "kvm-vfio-series edges linux --from 'vfio*' --config .config --format tsv",
  ],
  explain: [
    'cd linux; kvm-vfio-series explain kvm_put_kvm',
    'kvm-vfio-series explain linux --from kvm --to vfio --verbose',
  ],
  modules: ['cd linux; kvm-vfio-series modules kvm', "kvm-vfio-series modules linux 'vfio*' --arch arm64"],
  verify: [
    'kvm-vfio-series verify linux --build /lib/modules/6.12.0',
    'kvm-vfio-series verify --build ../build --all',
  ],
};

/** The examples of a command for `--help`; empty when it has none. */
export const exampleText = (command: string): string => {
  const lines = EXAMPLES[command] ?? [];
  return lines.length === 0 ? '' : `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
};
