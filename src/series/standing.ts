// What still stands against a series: firm objections, doubts, and questions that nobody answered.
import { UserError } from '../base/error.js';
import type { Objection, Review } from './review.js';
import type { Series } from './series.js';

/** What stands against the revision at hand and was not taken back, each list by time. */
export interface Standing {
  /** A NAK or a request to drop that is meant: it stops `am` and `apply`. */
  readonly firm: readonly Objection[];
  /** A NAK or a request to drop in doubt ("NAK? :-)"): it stops `apply`. */
  readonly doubtful: readonly Objection[];
  readonly questions: readonly Objection[];
}

const speaksAgainst = ({ kind }: Objection): boolean => kind === 'nak' || kind === 'request-to-drop';

/** Sorts what people said of this revision; what they said of an older one is done. */
export const standingOf = (series: Pick<Series, 'revision'>, review: Review): Standing => {
  const open = review.objections.filter(
    ({ takenBack, revision }) => !takenBack && revision === series.revision,
  );
  return {
    firm: open.filter((one) => speaksAgainst(one) && !one.tentative),
    doubtful: open.filter((one) => speaksAgainst(one) && one.tentative),
    questions: open.filter(({ kind }) => kind === 'question'),
  };
};

/** Name or address of the objector or the asker. */
export const nameOf = ({ by }: Pick<Objection, 'by'>): string => (by.name === '' ? by.address : by.name);

const VERBS: Readonly<Record<keyof Standing, string>> = {
  firm: 'objects to',
  doubtful: 'has doubts about',
  questions: 'asks about',
};

/** An objection, a doubt or a question in one line: the person, the patch, the words and the message-id. */
export const standingText = (one: Objection, series: Pick<Series, 'expected'>): string => {
  const how = one.kind === 'question' ? 'questions' : one.tentative ? 'doubtful' : 'firm';
  const what = one.patch === null ? 'the series' : `${one.patch}/${series.expected}`;
  return `${nameOf(one)} ${VERBS[how]} ${what}: "${one.quote}" <${one.messageId}>`;
};

/**
 * Refuses a series with open objections.
 * @throws UserError `objection` with the first of them; the message names the others by their number
 */
export const refuseObjections = (
  objections: readonly Objection[],
  series: Pick<Series, 'expected'>,
): void => {
  const [first, ...others] = objections;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new UserError('objection', `${standingText(first, series)}${more}`, {
    hint: 'override it with --despite-objections',
  });
};
