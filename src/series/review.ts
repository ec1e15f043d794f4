// The state of the review: per patch the tags in order of custody, and what still speaks against the series.
import type { MessageId } from '../base/id.js';
import { byCodeUnit } from '../base/order.js';
import type { Mailbox } from '../mail/address.js';
import { parseDiff } from '../patch/parse.js';
import { splitBody } from './body.js';
import { collectFollowUps, type FollowUp } from './follow-up.js';
import { type Match, samePerson } from './identity.js';
import { findObjections, lastQuestion, type ObjectionKind } from './objection.js';
import { ownText, quoteOf } from './own-text.js';
import type { Patch } from './patch.js';
import { patchId } from './patch-id.js';
import type { Scope } from './phrase/scope.js';
import { isRobot, patchNamedBy, type RobotKind, robotKind, robotSummary } from './robot.js';
import type { Series } from './series.js';
import { type ThreadMail, titleKey } from './thread.js';
import { type Trailer, trailerKey } from './trailer.js';
import { Withdrawals } from './withdrawal.js';

/** `patch`: in the patch itself; `carried`: given to the same patch (by patch id) of an older revision. */
export type TrailerSource = 'patch' | 'follow-up' | 'cover' | 'carried';

/** A trailer that the series gets: from a patch itself, or from a reply to it. */
export interface ReviewTrailer {
  readonly trailer: Trailer;
  readonly source: TrailerSource;
  /** The mail in which it stands. */
  readonly messageId: MessageId;
  readonly match: Match;
  readonly conditional: boolean;
  /** Its giver took it back. */
  readonly withdrawn: boolean;
  /** Who gave it; null for a trailer of the patch itself. */
  readonly by: Mailbox | null;
  readonly date: Date | null;
  /** For `carried`: the revision it was given to. */
  readonly fromRevision: number | null;
  /** For a tag on the cover letter: whom it is meant for. */
  readonly scope: Scope;
}

/** A tag that was given to an older revision of a patch which has changed since. */
export interface StaleTag {
  readonly trailer: Trailer;
  readonly by: Mailbox;
  readonly messageId: MessageId;
  readonly fromRevision: number;
}

/** An objection to the series or to one patch, with the state of the discussion. */
export interface Objection {
  readonly kind: ObjectionKind;
  readonly tentative: boolean;
  readonly by: Mailbox;
  readonly date: Date | null;
  readonly messageId: MessageId;
  /** At most one line. */
  readonly quote: string;
  /** Null: the series as a whole. */
  readonly patch: number | null;
  /** The revision that was objected to. */
  readonly revision: number;
  /** The same person gave a tag later, or withdrew it in words. */
  readonly takenBack: boolean;
}

interface RobotReport {
  readonly kind: RobotKind;
  /** What failed and where, or severity and first sentence of a review; may be empty. */
  readonly summary: string;
  readonly by: Mailbox;
  readonly date: Date | null;
  readonly messageId: MessageId;
  readonly subject: string;
  readonly patch: number | null;
}

interface PatchReview {
  readonly index: number;
  /** In order of custody: the patch's own, then from answers, from the cover letter, carried. */
  readonly trailers: readonly ReviewTrailer[];
  readonly stale: readonly StaleTag[];
  readonly objections: readonly Objection[];
}

/** The review of one revision: tags, objections and robots, by patch. */
export interface Review {
  readonly patches: readonly PatchReview[];
  /** Tags given to the cover letter. */
  readonly cover: readonly ReviewTrailer[];
  /** Tags given to the cover letters of older revisions. */
  readonly stale: readonly StaleTag[];
  /** All, by time. */
  readonly objections: readonly Objection[];
  readonly robots: readonly RobotReport[];
}

/** Whether a trailer goes into the commit. */
export const isTaken = (trailer: Pick<ReviewTrailer, 'match' | 'withdrawn'>): boolean =>
  trailer.match !== 'somebody-else' && !trailer.withdrawn;

const SERIES: Scope = { kind: 'series' };
const AGREES = /^(?:reviewed|acked|tested|signed-off|reviewed-and-tested|acked-and-tested)(?:-by)?/i;

const ownTrailer = (trailer: Trailer, messageId: MessageId): ReviewTrailer => ({
  trailer,
  source: 'patch',
  messageId,
  match: 'matched',
  conditional: false,
  withdrawn: false,
  by: null,
  date: null,
  fromRevision: null,
  scope: SERIES,
});

/** Where a mail of the lineage stands. */
interface Place {
  readonly revision: number;
  readonly index: number | null;
  readonly current: boolean;
}

/** Builds the review of one series. */
class Reviewer {
  private readonly places = new Map<ThreadMail, Place>();
  private readonly followUps: ReadonlyMap<ThreadMail, readonly FollowUp[]>;
  private readonly withdrawals: Withdrawals;
  private readonly ids = new Map<ThreadMail, string | null>();

  constructor(private readonly series: Series) {
    this.followUps = collectFollowUps(series.thread);
    this.withdrawals = new Withdrawals(series.thread);
    for (const { number, posting } of series.lineage) {
      if (posting.cover !== null) {
        this.places.set(posting.cover, { revision: number, index: null, current: false });
      }
      for (const [index, mail] of posting.patches) {
        this.places.set(mail, { revision: number, index, current: false });
      }
    }
    if (series.cover !== null) {
      this.places.set(series.cover.mail, { revision: series.revision, index: null, current: true });
    }
    for (const { mail, index } of series.patches) {
      this.places.set(mail, { revision: series.revision, index, current: true });
    }
  }

  private tagsOn(
    mail: ThreadMail,
    source: TrailerSource,
    fromRevision: number | null,
  ): readonly ReviewTrailer[] {
    return (this.followUps.get(mail) ?? []).map((tag) => ({
      trailer: tag.trailer,
      source,
      messageId: tag.messageId,
      match: tag.match,
      conditional: tag.conditional,
      withdrawn: this.withdrawals.isTagTakenBack(tag, mail),
      by: tag.by,
      date: tag.date,
      fromRevision,
      scope: tag.scope,
    }));
  }

  private idOf(mail: ThreadMail): string | null {
    const known = this.ids.get(mail);
    if (known !== undefined) return known;
    const id = patchId(parseDiff(splitBody(mail.message).diff).diff);
    this.ids.set(mail, id);
    return id;
  }

  /** Older mails of the same patch: by patch id, else by title. */
  private olderOf(
    patch: Patch,
  ): readonly { readonly mail: ThreadMail; readonly place: Place; readonly same: boolean }[] {
    const older: { mail: ThreadMail; place: Place; same: boolean }[] = [];
    for (const [mail, place] of this.places) {
      if (place.current || place.index === null || !this.followUps.has(mail)) continue;
      if (place.revision > this.series.revision) continue;
      const id = this.idOf(mail);
      const same = id !== null && id === this.idOf(patch.mail);
      if (same || titleKey(mail.subject.title) === titleKey(patch.subject)) older.push({ mail, place, same });
    }
    return older;
  }

  cover(): readonly ReviewTrailer[] {
    return this.series.cover === null ? [] : dedupe(this.tagsOn(this.series.cover.mail, 'cover', null));
  }

  patch(patch: Patch, cover: readonly ReviewTrailer[], objections: readonly Objection[]): PatchReview {
    const older = this.olderOf(patch);
    const carried = older
      .filter(({ same }) => same)
      .flatMap(({ mail, place }) => this.tagsOn(mail, 'carried', place.revision));
    const trailers = dedupe([
      ...patch.trailers.map((trailer) => ownTrailer(trailer, patch.messageId)),
      ...this.tagsOn(patch.mail, 'follow-up', null),
      ...cover.filter(({ scope }) => isMeantFor(scope, patch.index)),
      ...carried,
    ]);
    const held = new Set(trailers.map(({ trailer }) => trailerKey(trailer)));
    const stale = older
      .filter(({ same }) => !same)
      .flatMap(({ mail, place }) => this.staleOn(mail, place))
      .filter(({ trailer }) => !held.has(trailerKey(trailer)));
    return {
      index: patch.index,
      trailers,
      stale,
      objections: objections.filter((one) => one.patch === patch.index),
    };
  }

  private staleOn(mail: ThreadMail, place: Place): readonly StaleTag[] {
    return this.tagsOn(mail, 'carried', place.revision)
      .filter((tag) => isTaken(tag) && tag.trailer.kind === 'person')
      .map((tag) => ({
        trailer: tag.trailer,
        by: tag.by ?? mail.message.from,
        messageId: tag.messageId,
        fromRevision: place.revision,
      }));
  }

  staleOfCovers(): readonly StaleTag[] {
    return [...this.places]
      .filter(([, place]) => !place.current && place.index === null && place.revision <= this.series.revision)
      .flatMap(([mail, place]) => this.staleOn(mail, place));
  }

  /** Whether the poster of the series or the author of the patch sent the mail. */
  private isAuthor(person: Mailbox, about: ThreadMail): boolean {
    const patch = this.series.patches.find(({ mail }) => mail === about);
    const authors = [about.message.from, ...(patch === undefined ? [] : [patch.author])];
    return authors.some((author) => samePerson(author, person));
  }

  objections(): readonly Objection[] {
    const found: Objection[] = [];
    for (const mail of this.series.thread.mails) {
      if (mail.role !== 'reply' || isRobot(mail.message.from)) continue;
      const about = this.series.thread.about(mail);
      const place = about === null ? undefined : this.places.get(about);
      if (about === null || place === undefined) continue;
      const byAuthor = this.isAuthor(mail.message.from, about);
      for (const objection of findObjections(ownText(mail.message), byAuthor)) {
        // What an author says of an older revision is done; a NAK stands until it is taken back.
        if (!place.current && objection.kind !== 'nak') continue;
        found.push({
          kind: objection.kind,
          tentative: objection.tentative,
          by: mail.message.from,
          date: mail.message.date,
          messageId: mail.id,
          quote: objection.quote,
          patch: place.current ? place.index : this.currentIndexOf(about),
          revision: place.revision,
          takenBack: this.isTakenBack(mail, about),
        });
      }
    }
    const objectors = new Set(found.map(({ messageId }) => messageId));
    return [...found, ...this.questions().filter(({ messageId }) => !objectors.has(messageId))];
  }

  private currentIndexOf(older: ThreadMail): number | null {
    const key = titleKey(older.subject.title);
    return this.series.patches.find((patch) => titleKey(patch.subject) === key)?.index ?? null;
  }

  /** A later tag of the same person, on the same patch of this or a later revision or on a cover letter, or a word. */
  private isTakenBack(mail: ThreadMail, about: ThreadMail): boolean {
    if (this.withdrawals.isObjectionTakenBack(mail, about)) return true;
    const person = mail.message.from;
    const agrees = (trailer: Trailer): boolean =>
      AGREES.test(trailer.name) && trailer.person !== null && samePerson(trailer.person, person);
    const key = titleKey(about.subject.title);
    const index = this.places.get(about)?.index ?? null;
    for (const [other, tags] of this.followUps) {
      const isCover = other.role === 'cover';
      if (other !== about && !isCover && titleKey(other.subject.title) !== key) continue;
      const isMeant = (tag: FollowUp): boolean =>
        !isCover || tag.scope.kind === 'series' || (index !== null && isMeantFor(tag.scope, index));
      if (tags.some((tag) => tag.mail.order > mail.order && isMeant(tag) && agrees(tag.trailer))) return true;
    }
    return this.series.patches.some(
      (patch) =>
        patch.mail.order > mail.order && titleKey(patch.subject) === key && patch.trailers.some(agrees),
    );
  }

  /** Where the last word on a patch is a reviewer's question. */
  private questions(): readonly Objection[] {
    const abouts = [
      ...(this.series.cover === null ? [] : [this.series.cover.mail]),
      ...this.series.patches.map(({ mail }) => mail),
    ];
    return abouts.flatMap((about) => {
      const last = this.series.thread.mails.findLast(
        (mail) =>
          mail.role === 'reply' && !isRobot(mail.message.from) && this.series.thread.about(mail) === about,
      );
      if (last === undefined || this.isAuthor(last.message.from, about)) return [];
      const agreed = (this.followUps.get(about) ?? []).some(
        (tag) => tag.mail === last && tag.match !== 'somebody-else',
      );
      const question = agreed ? null : lastQuestion(ownText(last.message));
      const place = this.places.get(about);
      if (question === null || place === undefined) return [];
      return [
        {
          kind: 'question' as const,
          tentative: false,
          by: last.message.from,
          date: last.message.date,
          messageId: last.id,
          quote: quoteOf(question),
          patch: place.index,
          revision: place.revision,
          takenBack: false,
        },
      ];
    });
  }

  robots(): readonly RobotReport[] {
    const reports: RobotReport[] = [];
    for (const mail of this.series.thread.mails) {
      if (mail.role === 'patch' || mail.role === 'cover' || !isRobot(mail.message.from)) continue;
      const about = this.series.thread.about(mail);
      const place = about === null ? undefined : this.places.get(about);
      if (place !== undefined && !place.current) continue;
      const kind = robotKind(mail.message);
      reports.push({
        kind,
        summary: robotSummary(mail.message, kind),
        by: mail.message.from,
        date: mail.message.date,
        messageId: mail.id,
        subject: mail.subject.full,
        patch: patchNamedBy(mail.message.bodyText, this.series.patches) ?? place?.index ?? null,
      });
    }
    return reports;
  }
}

const isMeantFor = (scope: Scope, index: number): boolean =>
  scope.kind === 'series' || (scope.kind === 'patches' && scope.indexes.includes(index));

/** Keeps the first of equal trailers; one that is taken outranks the same one from somebody else. */
const dedupe = (trailers: readonly ReviewTrailer[]): readonly ReviewTrailer[] => {
  const best = new Map<string, ReviewTrailer>();
  for (const entry of trailers) {
    const key = trailerKey(entry.trailer);
    const held = best.get(key);
    if (held === undefined || (!isTaken(held) && isTaken(entry))) best.set(key, entry);
  }
  const kept = new Set(best.values());
  return trailers.filter((entry) => kept.has(entry));
};

/** Reads the review of a series from the answers in its thread. */
export const reviewSeries = (series: Series): Review => {
  const reviewer = new Reviewer(series);
  const objections = [...reviewer.objections()].sort(
    (a, b) => (a.date?.getTime() ?? 0) - (b.date?.getTime() ?? 0) || byCodeUnit(a.messageId, b.messageId),
  );
  const cover = reviewer.cover();
  return {
    patches: series.patches.map((patch) => reviewer.patch(patch, cover, objections)),
    cover,
    stale: reviewer.staleOfCovers(),
    objections,
    robots: reviewer.robots(),
  };
};
