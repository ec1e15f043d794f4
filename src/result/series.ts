// The contract of `show --json` (schema/show.schema.json): the series and its review as plain data.
import type { Diagnostic } from '../base/diagnostic.js';
import type { Mailbox } from '../mail/address.js';
import type { Match } from '../series/identity.js';
import type { ObjectionKind } from '../series/objection.js';
import type { Patch } from '../series/patch.js';
import type { Scope } from '../series/phrase/scope.js';
import type { Objection, Review, ReviewTrailer, StaleTag, TrailerSource } from '../series/review.js';
import type { RobotKind } from '../series/robot.js';
import type { Series } from '../series/series.js';

/** Raised when a field changes its meaning or goes. */
const SHOW_SCHEMA_VERSION = 1;

/** A tag in the result of `show`. */
export interface TrailerDocument {
  readonly name: string;
  readonly value: string;
  readonly source: TrailerSource;
  readonly messageId: string;
  readonly match: Match;
  readonly conditional: boolean;
  readonly withdrawn: boolean;
  /** `Name <address>` of the sender; null for a trailer of the patch itself. */
  readonly by: string | null;
  readonly date: string | null;
  readonly note: string | null;
  readonly fromRevision: number | null;
  readonly scope: Scope;
}

/** A tag that was given to an older revision. */
export interface StaleDocument {
  readonly name: string;
  readonly value: string;
  readonly by: string;
  readonly messageId: string;
  readonly fromRevision: number;
}

/** An objection in the result of `show`. */
export interface ObjectionDocument {
  readonly kind: ObjectionKind;
  readonly tentative: boolean;
  readonly by: string;
  readonly date: string | null;
  readonly messageId: string;
  readonly quote: string;
  readonly patch: number | null;
  readonly revision: number;
  readonly takenBack: boolean;
}

/** The result of `show`. */
export interface ShowDocument {
  readonly schemaVersion: typeof SHOW_SCHEMA_VERSION;
  readonly title: string;
  /** Of the cover letter, else of the first patch: Message-ID, `Name <address>` of the sender, date. */
  readonly messageId: string | null;
  readonly sender: string | null;
  readonly date: string | null;
  readonly rfc: boolean;
  readonly resend: boolean;
  /** What else stands in the brackets of the subjects (`net-next`). */
  readonly prefixes: readonly string[];
  readonly revision: number;
  /** The numbers that were found, sorted. */
  readonly revisions: readonly number[];
  readonly postings: readonly {
    readonly revision: number;
    readonly messageId: string;
    readonly date: string | null;
    readonly expected: number;
    readonly found: number;
  }[];
  readonly expected: number;
  readonly missing: readonly number[];
  readonly partialReroll: boolean;
  readonly baseCommit: string | null;
  readonly changeId: string | null;
  readonly prerequisites: {
    readonly patchIds: readonly string[];
    readonly changeIds: readonly string[];
    readonly messageIds: readonly string[];
  };
  readonly cover: {
    readonly subject: string;
    readonly messageId: string;
    readonly author: string;
    readonly date: string | null;
    readonly trailers: readonly TrailerDocument[];
    /** Tags given to the cover letters of older revisions. */
    readonly stale: readonly StaleDocument[];
  } | null;
  readonly patches: readonly {
    readonly index: number;
    readonly subject: string;
    readonly messageId: string;
    readonly author: string;
    readonly date: string | null;
    readonly fromRevision: number | null;
    readonly files: readonly string[];
    readonly trailers: readonly TrailerDocument[];
    readonly stale: readonly StaleDocument[];
    readonly objections: readonly ObjectionDocument[];
  }[];
  /** Tags given to the cover letters of older revisions, also when this one has no cover letter. */
  readonly stale: readonly StaleDocument[];
  readonly objections: readonly ObjectionDocument[];
  readonly robots: readonly {
    readonly kind: RobotKind;
    /** What failed and where, or severity and first sentence of a review; may be empty. */
    readonly summary: string;
    readonly by: string;
    readonly date: string | null;
    readonly messageId: string;
    readonly subject: string;
    readonly patch: number | null;
  }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `Name <address>`, or the address alone. */
export const formatMailbox = ({ name, address }: Mailbox): string =>
  name === '' || name === address ? address : address === '' ? name : `${name} <${address}>`;

const isoDate = (date: Date | null): string | null => (date === null ? null : date.toISOString());

const trailerDocument = (entry: ReviewTrailer): TrailerDocument => ({
  name: entry.trailer.name,
  value: entry.trailer.value,
  source: entry.source,
  messageId: entry.messageId,
  match: entry.match,
  conditional: entry.conditional,
  withdrawn: entry.withdrawn,
  by: entry.by === null ? null : formatMailbox(entry.by),
  date: isoDate(entry.date),
  note: entry.trailer.note,
  fromRevision: entry.fromRevision,
  scope: entry.scope,
});

const staleDocument = (tag: StaleTag): StaleDocument => ({
  name: tag.trailer.name,
  value: tag.trailer.value,
  by: formatMailbox(tag.by),
  messageId: tag.messageId,
  fromRevision: tag.fromRevision,
});

const objectionDocument = (objection: Objection): ObjectionDocument => ({
  ...objection,
  by: formatMailbox(objection.by),
  date: isoDate(objection.date),
});

/** The document of one series. `more`: what was reported while the mail was read. */
export const showDocument = (series: Series, review: Review, more: readonly Diagnostic[]): ShowDocument => {
  const head = series.cover?.mail ?? series.patches[0]?.mail;
  return {
    schemaVersion: SHOW_SCHEMA_VERSION,
    title: series.title,
    messageId: head?.id ?? null,
    sender: head === undefined ? null : formatMailbox(head.message.from),
    date: isoDate(head?.message.date ?? null),
    rfc: series.rfc,
    resend: series.resend,
    prefixes: series.prefixes,
    revision: series.revision,
    revisions: [...new Set(series.revisions.map(({ revision }) => revision))].sort((a, b) => a - b),
    postings: series.revisions.map((posting) => ({ ...posting, date: isoDate(posting.date) })),
    expected: series.expected,
    missing: series.missing,
    partialReroll: series.partialReroll,
    baseCommit: series.base.baseCommit,
    changeId: series.base.changeId,
    prerequisites: {
      patchIds: series.base.prerequisitePatchIds,
      changeIds: series.base.prerequisiteChangeIds,
      messageIds: series.base.prerequisiteMessageIds,
    },
    cover:
      series.cover === null
        ? null
        : {
            subject: series.cover.subject,
            messageId: series.cover.messageId,
            author: formatMailbox(series.cover.author),
            date: isoDate(series.cover.date),
            trailers: review.cover.map(trailerDocument),
            stale: review.stale.map(staleDocument),
          },
    patches: series.patches.map((patch) => {
      const state = review.patches.find(({ index }) => index === patch.index);
      return {
        index: patch.index,
        subject: patch.subject,
        messageId: patch.messageId,
        author: formatMailbox(patch.author),
        date: isoDate(patch.date),
        fromRevision: patch.fromRevision,
        files: patch.files.map(({ oldPath, newPath }) => newPath ?? oldPath ?? ''),
        trailers: (state?.trailers ?? []).map(trailerDocument),
        stale: (state?.stale ?? []).map(staleDocument),
        objections: (state?.objections ?? []).map(objectionDocument),
      };
    }),
    stale: review.stale.map(staleDocument),
    objections: review.objections.map(objectionDocument),
    robots: review.robots.map((report) => ({
      ...report,
      by: formatMailbox(report.by),
      date: isoDate(report.date),
    })),
    diagnostics: [...more, ...series.diagnostics],
  };
};

/** One patch as it would be committed, for `show --patch`. */
export interface PatchDocument {
  readonly index: number;
  readonly messageId: string;
  /** `Name <address>`. */
  readonly author: string;
  /** As the mail has it. */
  readonly date: string;
  /** The commit message with the tags that `am` would add. */
  readonly message: string;
  /** The text below `---`, which no commit gets. */
  readonly notes: string;
  /** The diff as UTF-8, without its last line end. */
  readonly diff: string;
}

/** The document of one patch with the message that `am` would write. */
export const patchDocument = (patch: Patch, message: string): PatchDocument => ({
  index: patch.index,
  messageId: patch.messageId,
  author: formatMailbox(patch.author),
  date: patch.dateText,
  message,
  notes: patch.notes,
  diff: Buffer.from(patch.diff).toString('utf8').replace(/\n$/, ''),
});
