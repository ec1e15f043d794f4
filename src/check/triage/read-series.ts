// Reads all series of the inputs. An input that cannot be read, or holds no patch, gets a diagnostic and stops nothing.
import type { Context } from '../../base/context.js';
import type { Diagnostic } from '../../base/diagnostic.js';
import { UserError } from '../../base/error.js';
import type { MailInput } from '../../base/mail-input.js';
import { packingStore } from '../../mail/body-store.js';
import type { Message } from '../../mail/message.js';
import { streamMessages } from '../../mail/read.js';
import { everySeries } from '../../series/every-series.js';
import { assembleSeries, type Series } from '../../series/series.js';
import { openSource, type SourceOptions } from '../../source/index.js';

/** An input in which there is no series, and why. */
export interface Unread {
  readonly input: string;
  readonly reason: string;
  /** Whether it is missing or unreadable; false when it is mail without a series. */
  readonly failed: boolean;
}

/** The series of all inputs, and the inputs that could not be read. */
export interface ReadMail {
  readonly series: readonly Series[];
  readonly unread: readonly Unread[];
}

/** What is left out of a folder is a row of its own, not a note. */
const SKIPPED = 'source-file-skipped';

/** A user's error as data; what else is thrown stops the run. */
const reasonOf = (error: unknown): string => {
  if (error instanceof UserError && error.code !== 'usage') return error.message;
  throw error;
};

/** Reads the inputs one after the other. */
class Reader {
  readonly messages: Message[] = [];
  readonly unread: Unread[] = [];
  /** Inputs that ought to hold a series each: not the single mails of a Maildir. */
  private readonly answerable: string[] = [];
  private readonly store = packingStore();

  constructor(
    private readonly options: SourceOptions,
    private readonly context: Context,
  ) {}

  async read(spec: string): Promise<void> {
    const report = (diagnostic: Diagnostic): void => {
      if (diagnostic.code !== SKIPPED) this.context.report(diagnostic);
      else this.unread.push({ input: diagnostic.path ?? spec, reason: diagnostic.message, failed: false });
    };
    const context = { ...this.context, report };
    try {
      const inputs = await openSource(spec, this.options, context);
      for (const input of inputs) await this.readInput(input, context);
      const files = inputs.filter(({ form }) => form === 'mbox').map(({ name }) => name);
      // A folder of single mails is one thing; a lone mail is another.
      this.answerable.push(
        ...(files.length > 0 ? files : inputs.length === 1 ? [inputs[0]?.name ?? spec] : []),
      );
    } catch (error) {
      context.signal.throwIfAborted();
      this.unread.push({ input: spec, reason: reasonOf(error), failed: true });
    }
  }

  private async readInput(input: MailInput, context: Context): Promise<void> {
    try {
      for await (const message of streamMessages(input, context, this.store)) this.messages.push(message);
    } catch (error) {
      context.signal.throwIfAborted();
      this.unread.push({ input: input.name, reason: reasonOf(error), failed: true });
    }
  }

  finish(): ReadMail {
    const { series } = everySeries(this.messages);
    const used = new Set(series.flatMap(inputsOf));
    const told = new Set(this.unread.map(({ input }) => input));
    const empty = this.answerable.filter((name) => !used.has(name) && !told.has(name));
    return { series, unread: [...this.unread, ...empty.map((input) => this.withoutSeries(input))] };
  }

  private withoutSeries(input: string): Unread {
    const own = this.messages.filter(({ place }) => place.input === input);
    if (own.length === 0) return { input, reason: 'no mail in it', failed: false };
    try {
      const { title } = assembleSeries(own, {});
      return { input, reason: `"${title}" is read from another input`, failed: false };
    } catch (error) {
      return { input, reason: reasonOf(error), failed: false };
    }
  }
}

/** The names of the inputs that a series was read from. */
export const inputsOf = (series: Series): readonly string[] => [
  ...new Set(series.thread.mails.map(({ message }) => message.place.input)),
];

/**
 * All series in several places, those whose mails lie in more than one of them once.
 * @throws UserError `usage` when a place is named that cannot be opened here.
 */
export const readEverySeries = async (
  specs: readonly string[],
  options: SourceOptions,
  context: Context,
): Promise<ReadMail> => {
  const reader = new Reader(options, context);
  for (const [at, spec] of specs.entries()) {
    context.signal.throwIfAborted();
    context.progress(`read ${at + 1}/${specs.length} ${spec}`);
    await reader.read(spec);
  }
  return reader.finish();
};
