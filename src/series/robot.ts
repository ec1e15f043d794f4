// Robots that answer patches: build and boot testers, fuzzers, patch trackers, reviewers that are programs.
import type { Mailbox } from '../mail/address.js';
import type { Message } from '../mail/message.js';
import { titleKey } from './thread.js';

/** Kinds of reports that robots write. */
export type RobotKind =
  | 'build-failure'
  | 'warning'
  | 'test-passed'
  | 'test-failed'
  | 'applied'
  | 'review'
  | 'report';

const NAMES =
  /\b(?:robot|syzbot|syzkaller|buildbot|kernelci|regzbot|kernel-ci|lkp)\b|(?:^|[-_ ])bot\b|\[bot\]/i;
const LOCAL_PARTS =
  /(?:^|[-+_.])(?:bot|robot|lkp|syzbot|noreply|patchwork|tip-bot2?|ci_notify|ci)(?:[-+_.\d]|$)/i;

/** Whether a mail comes from a program. */
export const isRobot = (from: Mailbox): boolean =>
  NAMES.test(from.name) || LOCAL_PARTS.test(from.address.split('@', 1).join(''));

const KINDS: readonly (readonly [RobotKind, RegExp])[] = [
  [
    'applied',
    /\bthis (?:patch|series|pull request)\b.{0,40}\b(?:was|were|has been|have been) (?:applied|merged)|has been merged into|was merged to/i,
  ],
  [
    'test-passed',
    /tested the proposed patch and the reproducer did not trigger|no (?:new )?(?:issues|regressions|problems) found|all (?:tests|checks) passed/i,
  ],
  [
    'test-failed',
    /tested the proposed patch but|still triggering|regressions? (?:detected|found)|boot fail|tests? failed/i,
  ],
  ['report', /\b(?:found|hit) the following (?:issue|crash|problem)|found a reproducer/i],
  ['build-failure', /build (?:error|fail)|\berror:|undefined reference|failed to build|build errors?/i],
  ['warning', /build warning|\bwarning:|warnings? \(new ones|\b(?:smatch|sparse)\b/i],
  ['review', /\b(?:review|findings?|potential issue|potential bug)\b/i],
];

/** What a robot has to say, from the words that robots are known to write. */
export const robotKind = (message: Pick<Message, 'bodyText' | 'subject'>): RobotKind => {
  const text = `${message.subject}\n${message.bodyText.slice(0, 20_000)}`;
  const lines = text.split('\n').filter((line) => !/^\s*[>]/.test(line));
  const own = lines.join('\n').replace(/\s+/g, ' ');
  return KINDS.find(([, pattern]) => pattern.test(own))?.[0] ?? 'report';
};

/** Which patch a robot's mail names: `commit: <id> [2/54] title`, `patch subject: [PATCH 2/3] title`, or a title in quotes. */
export const patchNamedBy = (
  text: string,
  patches: readonly { readonly index: number; readonly subject: string }[],
): number | null => {
  const byTitle = (title: string): number | null =>
    patches.find((patch) => titleKey(patch.subject) === titleKey(title))?.index ?? null;
  const named =
    /^[ \t]*(?:commit: *(?:[0-9a-f]{7,64})?|patch subject:|fixes:)[ \t]*(?:\[[^\]\n]*\][ \t]*)?\(?"?(.+?)"?\)?[ \t]*$/gim;
  for (const found of text.slice(0, 20_000).matchAll(named)) {
    const index = byTitle((found[1] ?? '').replace(/^\[[^\]]*\]\s*/, ''));
    if (index !== null) return index;
  }
  return null;
};
