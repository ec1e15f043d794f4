// What `hook status` and `hook install` print.
import type { HookStatus } from '../../result/hook.js';
import { plainLine } from '../part/escape.js';

const STATE: { readonly [state in HookStatus['state']]: string } = {
  absent: 'there is no pre-push hook',
  installed: 'the pre-push hook is installed',
  outdated: 'the pre-push hook is installed, by another version or from another place',
  other: 'there is a pre-push hook of another kind; installing ours would run it first',
};

/** The state of the hook in lines that end. */
export const statusText = ({ state, path, chained, runs }: HookStatus): string =>
  [
    STATE[state],
    `  ${plainLine(path)}`,
    ...(runs === null ? [] : [`  runs: ${plainLine(runs)}`]),
    ...(chained ? ['  the hook that was there before runs first'] : []),
    '',
  ].join('\n');
