// The text of the hook that is installed: a POSIX shell script, which git runs with its own shell on every system.
import { shellQuoted } from '../base/shell.js';

/** How the hook starts the program. */
export interface HookCommand {
  /** The node that installed it, absolute. */
  readonly node: string;
  /** The program's file, absolute; it may be gone later (an `npx` cache), then what is in PATH is tried. */
  readonly program: string;
  /** Options of the check, handed on as they are: `--between kvm,vfio`. */
  readonly options: readonly string[];
}

/** The second line of every version of the hook. It marks the hook as ours. */
const MARKER = '# The pre-push hook of kvm-vfio-series.';

/** The hook that was there before, beside ours. It keeps its folder, from which it may read other files. */
export const CHAINED_NAME = 'pre-push.before-kvm-vfio-series';

/** Whether a hook's text is one of ours, of this or another version. */
export const isOurs = (text: string): boolean => text.split('\n', 2)[1] === MARKER;

const RUN_LINE = /^set -- (hook run.*) -- "\$@"$/m;

/** The command that an installed hook runs, as the shell reads it; undefined for a hook of another kind. */
export const runOf = (text: string): string | undefined => RUN_LINE.exec(text)?.[1];

/** A hook's text without its options: the same for one that was installed by this program with others. */
export const withoutOptions = (text: string): string => text.replace(RUN_LINE, '');

/** The script. */
export const hookScript = ({ node, program, options }: HookCommand): string => `#!/bin/sh
${MARKER}
# Remove it with:          kvm-vfio-series hook uninstall
# Pass it for one push:    git push --no-verify    or    KVM_VFIO_SERIES_SKIP=1 git push
refs=$(cat)
feed() { [ -z "$refs" ] || printf '%s\\n' "$refs"; }

# The hook that was here before goes first, with the same arguments and input.
before="\${0%/*}/${CHAINED_NAME}"
if [ -x "$before" ]; then
	feed | "$before" "$@" || exit $?
fi

[ "$KVM_VFIO_SERIES_SKIP" = 1 ] && exit 0

node=${shellQuoted(node)}
program=${shellQuoted(program)}
run() { feed | "$@"; }
set -- ${['hook run', ...options.map(shellQuoted)].join(' ')} -- "$@"
if [ -x "$node" ] && [ -f "$program" ]; then
	run "$node" "$program" "$@"
elif command -v kvm-vfio-series >/dev/null 2>&1; then
	run kvm-vfio-series "$@"
else
	echo "kvm-vfio-series: the program is gone from $program, and is not in PATH." >&2
	echo "Install it again, or remove this hook: rm '$0'" >&2
	echo "Pass it for one push: KVM_VFIO_SERIES_SKIP=1 git push" >&2
	exit 1
fi
`;
