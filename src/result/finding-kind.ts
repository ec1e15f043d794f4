// The table of findings: every kind with the words that formats want for their rules. A new kind is a row here, an
// inspector in src/check/inspect, its line in src/check/inspect/index.ts, and its name in schema/check.schema.json.

/** The name of a kind in one phrase, and what to do about it. */
interface FindingWords {
  readonly title: string;
  readonly help: string;
}

export const FINDING_KINDS = {
  /** A patch was refused. */
  'patch-unapplied': {
    title: 'A patch does not apply',
    help: 'Its lines are not in the tree. Check the base (--base), and whether the series needs another one first.',
  },
  /** The series counts more patches than the mail has. */
  'patch-missing': {
    title: 'A patch of the series is missing',
    help: 'The subjects count more patches than the mail has. Fetch the whole thread.',
  },
  /** Someone objects to a patch. */
  objection: {
    title: 'Someone objected',
    help: 'A reply in the thread says no. Answer it before the series goes in.',
  },
  /** A question has no answer, or the author announces another version. */
  'open-point': {
    title: 'A point in the thread is open',
    help: 'A question of a reviewer has no answer, or the author announces another version. Answer it, or wait for that version.',
  },
  /** The mail lost the white space of a file in a patch. */
  'white-space': {
    title: 'The mail lost white space of a patch',
    help: 'The lines were rebuilt from the tree as far as it has them. Fetch the thread by its message-id to have them as they were sent.',
  },
  /** An edge breaks a rule of the policy and is not in the baseline. */
  'policy-violation': {
    title: 'A module needs a symbol that the policy forbids',
    help: 'The edge breaks a rule of .kvm-vfio-series.json and is not in the baseline. Look for a way without the symbol; a debt that is meant goes into the baseline with "kvm-vfio-series baseline write".',
  },
  /** The baseline has an edge that is not there any more. */
  'baseline-stale': {
    title: 'The baseline has an edge that is not there',
    help: 'A debt is paid: take it out of .kvm-vfio-series-baseline.json with "kvm-vfio-series baseline write", so that it cannot come back unseen.',
  },
  /** A module looks a symbol up and never gives it back, or the reverse. */
  'unbalanced-get-put': {
    title: 'symbol_get() and symbol_put() do not balance',
    help: 'What symbol_get() took keeps its module loaded until symbol_put() gives it back; a symbol_put() too many lets it go while it is in use. Pair them in the module that looks the symbol up.',
  },
  /** Kconfig lets the consumer of a symbol be built in while its provider is a module. */
  'built-in-needs-module': {
    title: 'Built-in code needs what may be in a module',
    help: 'Kconfig allows a configuration in which the consumer is part of vmlinux and the provider is not. Forbid it in Kconfig, or guard the reference with IS_REACHABLE().',
  },
  /** Modules that need each other in a circle. */
  'dependency-cycle': {
    title: 'Modules need each other in a circle',
    help: 'depmod refuses modules that link in a circle; with lookups by name they can keep each other loaded. Move what both need into one of them, or behind a callback.',
  },
  /** What became of a claim that a struct is opaque to a module. */
  'opaque-type': {
    title: 'A struct that was claimed to be opaque',
    help: 'Whether the module still includes the header that defines the struct, or uses its members (--opaque). A forward declaration is enough for pointers.',
  },
  /** A name went away with a patch that rewrote some of its uses, and others are left. */
  'half-done-rename': {
    title: 'An old name is left where it no longer resolves',
    help: 'The patch takes a definition away and rewrites some of its uses; this one stays as it was and does not compile. Change it in the same patch, so that the series bisects.',
  },
  /** Something needs a symbol that the patch took away, or that is not exported to it. */
  'broken-link': {
    title: 'A build of this state fails to link',
    help: 'A module or built-in object needs a symbol that is not there for it after this patch. Keep the export until its last user is gone, or change the users in the same patch: each commit has to build.',
  },
  /** An export that nothing in the tree uses. */
  'orphan-export': {
    title: 'An export that nothing in the tree uses',
    help: 'No module of the tree links to the symbol or looks it up. Remove the export, or send it with its first user.',
  },
  /** Anything else that was noticed while reading mail, patches or the tree. */
  note: {
    title: 'Something worth knowing',
    help: 'Noticed while the mail, the patches or the tree were read.',
  },
} as const satisfies { readonly [kind: string]: FindingWords };

/** What a finding is about. */
export type FindingKind = keyof typeof FINDING_KINDS;
