// Robots that answer patches: build and boot testers, fuzzers, patch trackers, reviewers that are programs.
import type { Mailbox } from '../mail/address.js';
import type { Message } from '../mail/message.js';
import { quoteOf } from './own-text.js';
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

/** A language model that reviews patches: it may cite errors and warnings, and rates what it finds. */
const REVIEWER = /\b(?:review(?:er|s)?|sashiko|coderabbit|copilot|claude|gemini|gpt)\b/i;
const REVIEWER_WORDS =
  /\b(?:ai|llm|language model|automated|program)[ -](?:\w+ ){0,2}review(?:ed|s)?\b|\breview(?:ed)? by (?:an? )?(?:ai|llm|language model|program|bot)\b/i;

const MOST_BYTES = 20_000;
const LONGEST_SENTENCE = 300;

/** What a robot has to say, from the words that robots are known to write. */
export const robotKind = (message: Pick<Message, 'bodyText' | 'subject' | 'from'>): RobotKind => {
  const text = `${message.subject}\n${message.bodyText.slice(0, MOST_BYTES)}`;
  const lines = text.split('\n').filter((line) => !/^\s*[>]/.test(line));
  const own = lines.join('\n').replace(/\s+/g, ' ');
  const sender = `${message.from.name} ${message.from.address.split('@', 1).join('')}`;
  if (REVIEWER.test(sender) || REVIEWER_WORDS.test(own)) return 'review';
  return KINDS.find(([, pattern]) => pattern.test(own))?.[0] ?? 'report';
};

const PLACE_OF_FAILURE =
  /^\s*(?:>>\s+)?(?:\S+:\d+(?::\d+)?: .*|.*\bundefined reference to .*|(?:ERROR|WARNING): modpost: .*|.*\b(?:fatal )?error: .*|.*\bwarning: .*)$/;
const FAILED_TEST =
  /^\s*(?:\S.*\b(?:FAIL(?:ED)?|failed|panic|timed out)\b.*|(?:BUG|WARNING|INFO|KASAN|KCSAN): .*)$/;
const CONFIG = /^\s*config:\s+(\S+)/im;
const SEVERITY =
  /^\s*(?:[-*\u2022]\s+|\d+[.)]\s+)?[*_]*(?:severity:?[*_]*\s*)?[[(]?(critical|high|major|medium|moderate|low|minor|nit|info)(?:[\])][*_]*[:.]?|[*_]*:[*_]*|(?=\s*$))\s*(.*)$/i;
const GREETING = /^\s*(?:hi|hello|dear|thank(?:s| you))\b/i;

/** The paragraph from line `at` on, up to an empty line or the next item of a list. */
const paragraphAt = (lines: readonly string[], at: number): string => {
  const end = lines.findIndex((line, index) => index > at && /^\s*(?:$|[-*\u2022]\s|>|\d+[.)]\s)/.test(line));
  return lines
    .slice(at, end < 0 ? lines.length : end)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
};

const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;

/** Severity and first sentence of the first thing that a reviewer found; else its first sentence. */
const firstFinding = (lines: readonly string[]): string => {
  const at = lines.findIndex((line) => SEVERITY.test(line));
  const [, severity = '', text = ''] = SEVERITY.exec(lines[at] ?? '') ?? [];
  const isOwn = (line: string): boolean => line.trim() !== '' && !/^\s*>/.test(line) && !GREETING.test(line);
  const below = lines.findIndex((line, index) => index > at && isOwn(line));
  const start = text === '' ? below : at;
  if (start < 0) return severity === '' ? '' : `[${severity}]`;
  const whole = paragraphAt(
    [...lines.slice(0, start), start === at ? text : (lines[start] ?? ''), ...lines.slice(start + 1)],
    start,
  );
  return `${severity === '' ? '' : `[${severity}] `}${firstSentence(whole)}`;
};

/** What a robot found, in one line: what failed and where, or how a reviewer rates the first finding; may be empty. */
export const robotSummary = ({ bodyText }: Pick<Message, 'bodyText'>, kind: RobotKind): string => {
  const text = bodyText.slice(0, MOST_BYTES);
  const lines = text.replace(/\r/g, '').split('\n');
  if (kind === 'review') return firstFinding(lines).slice(0, LONGEST_SENTENCE);
  const pattern = kind === 'test-failed' ? FAILED_TEST : PLACE_OF_FAILURE;
  if (kind !== 'build-failure' && kind !== 'warning' && kind !== 'test-failed') return '';
  const failures = lines.filter((line) => pattern.test(line));
  // The robot of Intel marks what is new.
  const failed = failures.find((line) => /^\s*>>/.test(line)) ?? failures[0] ?? '';
  const config = CONFIG.exec(text)?.[1];
  const where = config === undefined ? '' : ` (config ${config})`;
  return `${quoteOf(failed.replace(/^\s*>>/, ''))}${where}`.trim();
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
